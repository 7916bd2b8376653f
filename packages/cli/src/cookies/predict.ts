import type { SetCookie } from "./set-cookie.js";
import { isLoopback, isPublicSuffix, isSameSite } from "./site.js";

/** Browsers in the modes that treat cookies differently. */
export const BROWSERS = {
  chromium: "Chrome, Edge",
  "chromium-blocked": "Chrome Incognito, third-party cookies blocked",
  firefox: "Firefox",
  "firefox-blocked": "Firefox, all third-party cookies blocked",
  "webkit-itp": "Safari up to 26.1",
  webkit: "Safari, tracking prevention off",
} as const;

export type Browser = keyof typeof BROWSERS;

/** Why a cookie does not come back. */
export type CookieLoss =
  | "prefix"
  | "domain"
  | "path"
  | "too-large"
  | "secure-on-http"
  | "none-without-secure"
  | "partitioned-without-secure"
  | "same-site"
  | "third-party";

/**
 * Whether a page's credentialed requests carry a cookie that an answer from `api` has set; null says that they do.
 *
 * A table of measurements in Chromium 156, Firefox 153 and WebKitGTK 2.50 stands behind it. WebKitGTK keeps its cookies
 * in another jar than Safari, so its rows show the policy, not Safari's every edge.
 *
 * @param api - Any address of the backend; its path is the one that is asked for.
 */
export function predict(browser: Browser, page: URL, api: URL, cookie: SetCookie): CookieLoss | null {
  return refusal(browser, api, cookie) ?? absence(browser, page, api, cookie);
}

/** Why the browser does not store it at all. */
function refusal(browser: Browser, api: URL, cookie: SetCookie): CookieLoss | null {
  const isWebKit = browser.startsWith("webkit");
  const isHttp = api.protocol === "http:";
  if (cookie.size > 4096 && !isWebKit) return "too-large";
  if (cookie.domain !== undefined && !isDomainOf(cookie.domain, api.hostname)) return "domain";
  if (isHttp && cookie.isSecure && (isWebKit || !isLoopback(api.hostname))) return "secure-on-http";
  if (isWebKit) return null;
  const isHostOnly = cookie.isSecure && cookie.path === "/" && cookie.domain === undefined;
  if (/^__host-/i.test(cookie.name) && !isHostOnly) return "prefix";
  if (/^__secure-/i.test(cookie.name) && !cookie.isSecure) return "prefix";
  if (cookie.sameSite === "None" && !cookie.isSecure) return "none-without-secure";
  return cookie.isPartitioned && !cookie.isSecure ? "partitioned-without-secure" : null;
}

/** Why it is stored and yet not sent from this page. */
function absence(browser: Browser, page: URL, api: URL, cookie: SetCookie): CookieLoss | null {
  if (!isUnder(api.pathname, cookie.path)) return "path";
  // Only Chromium counts http and https of one host as two sites.
  const isOneScheme = page.protocol === api.protocol || !browser.startsWith("chromium");
  if (isOneScheme && isSameSite(page, api)) return null;
  if (browser === "webkit-itp" || browser === "firefox-blocked") return "third-party";
  const isForEverySite =
    cookie.sameSite === "None" || (cookie.sameSite === undefined && !browser.startsWith("chromium"));
  if (!isForEverySite) return "same-site";
  return browser === "chromium-blocked" && !cookie.isPartitioned ? "third-party" : null;
}

function isDomainOf(domain: string, host: string): boolean {
  if (domain === host) return true;
  return host.endsWith(`.${domain}`) && !isPublicSuffix(domain);
}

function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
