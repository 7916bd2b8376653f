import { cookieValues, type SessionCookie } from "./session-cookie.js";
import { readToken, type TokenReading, type TokenSettings } from "./session-token.js";

/** A token that came with a request, and what it turned out to be. */
export interface PresentedToken {
  /** The cookie that carried it; null for the `Authorization` header. */
  readonly cookie: SessionCookie | null;
  readonly reading: TokenReading;
}

/** Reads every session token of a request: cookies first, in the order of preference, then the header. */
export async function presentedTokens(
  request: Request,
  cookies: readonly SessionCookie[],
  settings: TokenSettings,
  now: number,
): Promise<readonly PresentedToken[]> {
  const presented: PresentedToken[] = [];
  for (const cookie of cookies) {
    for (const value of cookieValues(request, cookie.name)) {
      presented.push({ cookie, reading: boundTo(undefined, await readToken(value, settings, now)) });
    }
  }
  const bearer = bearerToken(request);
  if (bearer !== null) {
    presented.push({
      cookie: null,
      reading: boundTo(originOf(request), await readToken(bearer, settings, now)),
    });
  }
  return presented;
}

/** The origin of the page behind a request; the backend's own where the browser names none, as on its own pages. */
export function originOf(request: Request): string {
  return request.headers.get("origin") ?? new URL(request.url).origin;
}

/** Other schemes, such as a proxy's own `Basic`, are not ours to judge. */
export function bearerToken(request: Request): string | null {
  return /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}

/** A token leaked from one page is worth nothing on another, nor a header's token in a cookie, nor the reverse. */
function boundTo(audience: string | undefined, reading: TokenReading): TokenReading {
  return reading.status === "valid" && reading.session.audience !== audience
    ? { status: "malformed" }
    : reading;
}
