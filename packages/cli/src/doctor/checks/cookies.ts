import { BROWSERS, type Browser, type CookieLoss, predict } from "../../cookies/predict.js";
import { parseSetCookie, type SetCookie } from "../../cookies/set-cookie.js";
import { isLoopback, isPublicSuffix, isSameSite, registrableDomain } from "../../cookies/site.js";
import type { Evidence, SiteEvidence } from "../evidence.js";
import { type Exchange, isAnswered, jsonOf, summaryOf } from "../exchange.js";
import type { Finding, Severity } from "../finding.js";

const MAX_AGE = 400 * 86_400;

/** The session's cookies: whether they are safe, and whether they come back. */
export function checkCookies(evidence: Evidence): Finding[] {
  const [home] = evidence.sites;
  if (home === undefined) return [];
  const cookies = cookiesOf(home.session);
  const shown = (cookie: SetCookie) => `${summaryOf(home.session)}; Set-Cookie: ${describe(cookie)}`;
  return [
    ...cookies.flatMap((cookie) => checkAttributes(cookie, evidence.api, shown(cookie))),
    ...doubled(cookies, home.session),
    ...evidence.sites.flatMap((site) => checkSite(site, evidence.api)),
    ...checkReturn(home),
    ...checkStability(evidence),
  ];
}

/** Whether the session's cookies reach the backend from a page, for each browser. */
export type CookieVerdict = Readonly<Record<Browser, CookieLoss | "none-set" | null>>;

export function verdictOf(site: SiteEvidence, api: URL): CookieVerdict {
  const cookies = cookiesOf(site.session);
  const verdict = (browser: Browser) => {
    if (cookies.length === 0) return "none-set" as const;
    const losses = cookies.map((cookie) => predict(browser, new URL(site.origin), at(api, site), cookie));
    return losses.find((loss) => loss !== null) ?? null;
  };
  return Object.fromEntries(
    (Object.keys(BROWSERS) as Browser[]).map((browser) => [browser, verdict(browser)]),
  ) as unknown as CookieVerdict;
}

function at(api: URL, { session }: SiteEvidence): URL {
  return new URL(session.request.url.pathname, api);
}

function cookiesOf({ answer }: Exchange): SetCookie[] {
  return isAnswered(answer)
    ? answer.setCookies.map(parseSetCookie).filter(({ isRemoval }) => !isRemoval)
    : [];
}

/** Everything but the value. */
function describe(cookie: SetCookie): string {
  return [
    `${cookie.name}=…`,
    `Path=${cookie.path}`,
    ...(cookie.domain === undefined ? [] : [`Domain=${cookie.domain}`]),
    ...(cookie.maxAge === undefined ? [] : [`Max-Age=${cookie.maxAge}`]),
    ...(cookie.sameSite === undefined ? [] : [`SameSite=${cookie.sameSite}`]),
    ...(cookie.isSecure ? ["Secure"] : []),
    ...(cookie.isHttpOnly ? ["HttpOnly"] : []),
    ...(cookie.isPartitioned ? ["Partitioned"] : []),
  ].join("; ");
}

function checkAttributes(cookie: SetCookie, api: URL, evidence: string): Finding[] {
  const findings: Finding[] = [];
  const add = (code: string, severity: Severity, message: string, fix: string) =>
    findings.push({ code, severity, message, evidence, fix });
  const isHttps = api.protocol === "https:";
  if (cookie.sameSite === "None" && !cookie.isSecure) {
    add(
      "CK-03",
      "error",
      "Browsers drop a cookie with SameSite=None and without Secure.",
      "Add Secure, and serve the backend over https.",
    );
  }
  if (cookie.isSecure && !isHttps && !isLoopback(api.hostname)) {
    add(
      "CK-03",
      "error",
      "Browsers drop a Secure cookie that comes over http.",
      "Serve the backend over https.",
    );
  }
  if (!cookie.isSecure && isHttps) {
    add(
      "CK-03",
      "warning",
      "The cookie also travels over http, where anybody on the way can read it.",
      "Add Secure.",
    );
  }
  if (cookie.domain !== undefined) {
    const isRefused =
      cookie.domain !== api.hostname &&
      (!api.hostname.endsWith(`.${cookie.domain}`) || isPublicSuffix(cookie.domain));
    add(
      "CK-05",
      isRefused ? "error" : "warning",
      isRefused
        ? `Browsers refuse Domain=${cookie.domain} from ${api.hostname}.`
        : `Domain=${cookie.domain} shares the session with every subdomain, and any of them can replace it.`,
      "Leave Domain out and name the cookie with the prefix __Host-.",
    );
  }
  if (!cookie.isHttpOnly) {
    add("CK-06", "warning", "Every script on the backend's host can read the session.", "Add HttpOnly.");
  }
  if (cookie.path !== "/") {
    add(
      "CK-06",
      "error",
      `The cookie is sent below ${cookie.path} only; the chat's requests go elsewhere, too.`,
      "Set Path=/.",
    );
  }
  if (cookie.size > 4096 || !cookie.isAscii) {
    add(
      "CK-06",
      "error",
      "Browsers drop or garble a cookie of over 4,096 bytes or with letters beyond ASCII.",
      "Keep the session in a store and a short base64url id in the cookie.",
    );
  }
  if ((cookie.maxAge ?? 0) > MAX_AGE) {
    add(
      "CK-06",
      "warning",
      "Chromium ends every cookie after 400 days.",
      "Set Max-Age to at most 34560000 and renew it.",
    );
  }
  return findings;
}

function doubled(cookies: readonly SetCookie[], exchange: Exchange): Finding[] {
  const names = cookies.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return [];
  return [
    {
      code: "CK-08",
      severity: "error",
      message: `Two cookies are called ${twice}. Browsers keep and send both, in an order that nobody controls.`,
      evidence: summaryOf(exchange),
      fix: "Set one of them, and give the cookie a new name whenever its Domain, Path or Partitioned changes.",
    },
  ];
}

function checkSite(site: SiteEvidence, api: URL): Finding[] {
  const page = new URL(site.origin);
  const cookies = cookiesOf(site.session);
  const [cookie] = cookies;
  if (cookie === undefined) return [];
  const evidence = `${summaryOf(site.session)}; Set-Cookie: ${describe(cookie)}`;
  if (isLoopback(page.hostname) && isLoopback(api.hostname) && page.hostname !== api.hostname) {
    return [
      {
        code: "CK-11",
        severity: "error",
        message: `To browsers ${page.hostname} and ${api.hostname} are two sites, so the cookie is a third party's.`,
        evidence,
        fix: `Open the page and the backend under one name, such as ${page.hostname}.`,
      },
    ];
  }
  const isOneSite = isSameSite(page, api) && page.protocol === api.protocol;
  if (isOneSite) {
    if (cookie.sameSite !== "None") return [];
    return [
      {
        code: "CK-07",
        severity: "warning",
        message:
          "Page and backend are one site: SameSite=None is not needed, and lets foreign sites send requests with the session.",
        evidence,
        fix: "Set SameSite=Lax.",
      },
    ];
  }
  if (cookie.sameSite !== "None") {
    return [
      {
        code: "CK-02",
        severity: "error",
        message: `${site.origin} (site ${registrableDomain(page.hostname)}) and ${api.origin} (site ${registrableDomain(api.hostname)}) are different sites: this cookie is never sent.`,
        evidence,
        fix: "Serve the backend on a subdomain of the site or behind the site's own domain; or set SameSite=None; Secure; Partitioned.",
      },
    ];
  }
  if (cookie.isPartitioned) return [];
  return [
    {
      code: "CK-04",
      severity: "warning",
      message:
        "Without Partitioned the cookie is lost in private windows and wherever third-party cookies are blocked.",
      evidence,
      fix: "Add Partitioned, under a new cookie name.",
    },
  ];
}

function checkReturn({ session, sessionAgain }: SiteEvidence): Finding[] {
  if (sessionAgain === undefined) return [];
  const [first, second] = [jsonOf(session), jsonOf(sessionAgain)] as ({ session_id?: unknown } | undefined)[];
  if (first?.session_id === undefined || second?.session_id === first.session_id) return [];
  return [
    {
      code: "CK-01",
      severity: "error",
      message:
        "The backend does not recognise the cookie that it has just set: every request begins a new session.",
      evidence: `${summaryOf(sessionAgain)}; another session_id than before`,
      fix: "Check that the session is saved before the answer is sent, that all instances share one secret and store, and that the proxy passes the Cookie header on.",
    },
  ];
}

function checkStability({ tokenHealth, garbageCookie, missing }: Evidence): Finding[] {
  const findings: Finding[] = [];
  const renewals = tokenHealth.filter((exchange) => cookiesOf(exchange).length > 0);
  if (tokenHealth.length > 1 && renewals.length === tokenHealth.length && renewals[0] !== undefined) {
    findings.push({
      code: "CK-09",
      severity: "error",
      message:
        "The cookie changes with every request: when two answers overlap, the older one wins and the session is lost.",
      evidence: summaryOf(renewals[0]),
      fix: "Renew the cookie when it is due, not on every request, and accept the previous one until the new one has been seen.",
    });
  }
  const cleared = [garbageCookie, missing].find(
    (exchange) =>
      exchange !== undefined &&
      isAnswered(exchange.answer) &&
      exchange.answer.status >= 400 &&
      exchange.answer.setCookies.length > 0 &&
      // A backend that tells a broken cookie from one of another key may clear the broken one.
      (jsonOf(exchange) as { code?: unknown } | undefined)?.code !== "malformed",
  );
  if (cleared !== undefined) {
    findings.push({
      code: "CK-10",
      severity: "warning",
      message: "An error answer sets or clears a cookie: one instance with an old key signs visitors out.",
      evidence: summaryOf(cleared),
      fix: "Change cookies in good answers and at sign-out only.",
    });
  }
  return findings;
}
