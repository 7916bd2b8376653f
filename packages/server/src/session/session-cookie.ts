/** How the session cookie is written for one way a page and this backend stand to each other. */
export interface SessionCookie {
  readonly name: string;
  readonly attributes: string;
}

/** Whether a session cookie can work on a request at all. */
export type CookieChoice =
  | { readonly status: "usable"; readonly cookie: SessionCookie; readonly readable: readonly SessionCookie[] }
  | {
      readonly status: "unusable";
      readonly code: "insecure_transport" | "host_mix";
      readonly detail: string;
    };

/** Page and backend share a site. `__Host-` keeps other subdomains from writing it. */
const SAME_SITE: SessionCookie = {
  name: "__Host-ci",
  attributes: "Path=/; Secure; HttpOnly; SameSite=Lax",
};
/**
 * The page is on another site. Partitioned works with third-party cookies blocked, and keeps a foreign page from
 * using the session. Another name, because a browser stores both kinds side by side under one.
 */
const CROSS_SITE: SessionCookie = {
  name: "__Host-cix",
  attributes: "Path=/; Secure; HttpOnly; SameSite=None; Partitioned",
};
/** http on this machine. No `Secure`: WebKit would drop the cookie. */
export const DEVELOPMENT_COOKIE: SessionCookie = {
  name: "ci_dev",
  attributes: "Path=/; HttpOnly; SameSite=Lax",
};

/** Every cookie that carries a session somewhere. */
export const SESSION_COOKIES: readonly SessionCookie[] = [SAME_SITE, CROSS_SITE, DEVELOPMENT_COOKIE];

/** Chooses by the request itself, not by a setting: one backend may serve pages on its own site and on others. */
export function chooseCookie(request: Request): CookieChoice {
  const url = new URL(request.url);
  const isSameSite = isFromSameSite(request, url);
  if (url.protocol === "https:") {
    return isSameSite
      ? { status: "usable", cookie: SAME_SITE, readable: [SAME_SITE, CROSS_SITE] }
      : { status: "usable", cookie: CROSS_SITE, readable: [CROSS_SITE, SAME_SITE] };
  }
  if (!isLoopback(url.hostname) || request.headers.get("x-forwarded-proto") === "https") {
    return {
      status: "unusable",
      code: "insecure_transport",
      detail:
        `The request reached the backend over http at ${url.host}, where a session cookie is not safe. ` +
        "Serve it over https. Behind a proxy that ends TLS, let the proxy send X-Forwarded-Proto and pass " +
        "trustProxy: true to the Node adapter. For development use http://localhost.",
    };
  }
  if (!isSameSite) {
    return {
      status: "unusable",
      code: "host_mix",
      detail:
        `The page is at ${request.headers.get("origin") ?? "another site"} and the backend at ${url.origin}: ` +
        "the browser would not send the session cookie. Use the same host name for both, such as localhost.",
    };
  }
  return { status: "usable", cookie: DEVELOPMENT_COOKIE, readable: [DEVELOPMENT_COOKIE] };
}

/**
 * Believes the browser (`Sec-Fetch-Site`). Without it, only the same host counts as the same site: a wrong "no" still
 * leads to a cookie that works, a wrong "yes" would not.
 */
function isFromSameSite(request: Request, url: URL): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site !== "cross-site";
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  return URL.canParse(origin) && new URL(origin).hostname === url.hostname;
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}

/** Browsers send two of one name at most; each is worth a signature to check and a place to be counted in. */
const MAX_COPIES = 4;

/** The values of a cookie: a browser may send two of one name. */
export function cookieValues(request: Request, name: string): readonly string[] {
  const header = request.headers.get("cookie") ?? "";
  const values: string[] = [];
  for (const pair of header.split(";")) {
    const separator = pair.indexOf("=");
    if (separator >= 0 && pair.slice(0, separator).trim() === name)
      values.push(pair.slice(separator + 1).trim());
  }
  return values.slice(0, MAX_COPIES);
}

/** @param lifetime - Milliseconds; 0 deletes the cookie. */
export function writeCookie(cookie: SessionCookie, value: string, lifetime: number): string {
  return `${cookie.name}=${value}; ${cookie.attributes}; Max-Age=${Math.floor(lifetime / 1000)}`;
}

/** The cookie that holds a sign-in's challenge, beside the session cookie and written like it. */
export function codeCookie({ name, attributes }: SessionCookie): SessionCookie {
  return { name: `${name}_code`, attributes };
}

/** The `Set-Cookie` values that delete every kind of session cookie a page may hold for this backend. */
export function clearedCookies(request: Request): readonly string[] {
  const cookies = new URL(request.url).protocol === "https:" ? [SAME_SITE, CROSS_SITE] : [DEVELOPMENT_COOKIE];
  return cookies.map((cookie) => writeCookie(cookie, "", 0));
}
