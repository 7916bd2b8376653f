import { refuseForeignOrigin } from "../http/request-guards.js";
import type { KeyRing } from "../session/key-ring.js";
import { presentedTokens } from "../session/presented-tokens.js";
import { chooseCookie } from "../session/session-cookie.js";
import type { Route } from "./route.js";

export interface SessionDebugRouteOptions {
  readonly keys: KeyRing;
  readonly tokenVersion: number;
  readonly origins: ReadonlySet<string>;
  readonly now: () => number;
}

const HEADERS = [
  "host",
  "origin",
  "referer",
  "sec-fetch-site",
  "sec-fetch-mode",
  "sec-fetch-storage-access",
  "x-forwarded-proto",
  "x-forwarded-for",
  "x-forwarded-host",
];

/** `GET /api/session-debug`, in development only: what the server sees. Names and lengths of credentials, never values. */
export function sessionDebugRoute(options: SessionDebugRouteOptions): Route {
  const { keys, tokenVersion, origins, now } = options;
  return async function sessionDebug(request) {
    const choice = chooseCookie(request);
    const presented =
      choice.status === "usable"
        ? await presentedTokens(request, choice.readable, { keys, version: tokenVersion }, now())
        : [];
    return Response.json({
      url: request.url,
      headers: Object.fromEntries(HEADERS.map((name) => [name, request.headers.get(name)])),
      is_origin_allowed: refuseForeignOrigin(request, origins) === null,
      cookies: (request.headers.get("cookie") ?? "")
        .split(";")
        .map((pair) => pair.trim())
        .filter((pair) => pair !== "")
        .map((pair) => ({ name: pair.split("=")[0], length: pair.length })),
      cookie: choice.status === "usable" ? choice.cookie : { problem: choice.code, detail: choice.detail },
      credentials: presented.map(({ cookie, reading }) => ({
        from: cookie?.name ?? "authorization",
        status: reading.status,
        ...("version" in reading && { version: reading.version }),
        ...(reading.status === "valid" && {
          is_current_key: reading.isCurrentKey,
          generation: reading.session.generation,
          expires_at: new Date(reading.session.expiresAt).toISOString(),
        }),
      })),
      key_id: await keys.currentId(),
      token_version: tokenVersion,
      server_time: new Date(now()).toISOString(),
    });
  };
}
