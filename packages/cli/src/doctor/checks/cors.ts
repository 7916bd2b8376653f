import type { Evidence, SiteEvidence } from "../evidence.js";
import { type Exchange, headerOf, isAnswered, summaryOf } from "../exchange.js";
import type { Finding } from "../finding.js";
import { allowOrigin, type Stack } from "../stack.js";

/** Whether the pages can read the answers, and nobody else can. */
export function checkCors(evidence: Evidence, stack: Stack): Finding[] {
  const foreign = evidence.sites.filter(({ origin }) => origin !== evidence.api.origin);
  return [
    ...foreign.flatMap((site) => [...checkAllowed(site, stack), ...checkPreflight(site, stack)]),
    ...checkStrangers(evidence, stack),
    ...(foreign[0] === undefined ? [] : checkOtherAnswers(evidence, foreign[0], stack)),
  ];
}

const allowed = (exchange: Exchange | undefined) => headerOf(exchange, "access-control-allow-origin");
const allowsCookies = (exchange: Exchange | undefined) =>
  headerOf(exchange, "access-control-allow-credentials") === "true";

/** The headers that a browser lets a page read an answer by. */
function shown(exchange: Exchange): string {
  const lines = ["access-control-allow-origin", "access-control-allow-credentials"].map(
    (name) => `${name}: ${headerOf(exchange, name) ?? "(absent)"}`,
  );
  return `${summaryOf(exchange)}; ${lines.join("; ")}`;
}

function checkAllowed({ origin, session, sessionAgain }: SiteEvidence, stack: Stack): Finding[] {
  if (!isAnswered(session.answer)) return [];
  const own = allowed(session);
  const fix = allowOrigin(stack, origin);
  const finding = (code: string, message: string): Finding => ({
    code,
    severity: "error",
    message,
    evidence: shown(session),
    fix,
  });
  if (own === undefined) {
    return [
      finding(
        "CORS-01",
        `The backend answers but does not allow ${origin}. Browsers report this only as "Failed to fetch".`,
      ),
    ];
  }
  if (own === "*") {
    const isReflected = sessionAgain !== undefined && allowed(sessionAgain) === origin;
    return [
      isReflected
        ? finding(
            "CORS-06",
            'Without a cookie the backend answers "*", with one it repeats the caller: the first visit fails, and later any site may read.',
          )
        : finding("CORS-02", '"*" never works with cookies: browsers withhold the answer from the page.'),
    ];
  }
  if (own.includes(",")) {
    return [
      finding(
        "CORS-04",
        "The answer allows several origins at once, which no browser accepts. Often the application and a proxy both add the header: remove one of the two.",
      ),
    ];
  }
  if (own !== origin) {
    return [
      finding("CORS-03", `Allowed is ${own}, needed is ${origin}: it differs by ${difference(own, origin)}.`),
    ];
  }
  if (!allowsCookies(session)) {
    return [
      finding(
        "CORS-05",
        'Cookies are not let through: "Access-Control-Allow-Credentials: true" is missing, or not in lower case.',
      ),
    ];
  }
  const varies = (headerOf(session, "vary") ?? "").toLowerCase();
  if (/\borigin\b|\*/.test(varies)) return [];
  return [
    {
      ...finding(
        "CORS-12",
        "A cache may hand the answer for one site to another: the answer does not vary by Origin.",
      ),
      severity: "warning",
      fix: 'Add "Vary: Origin" to every answer.',
    },
  ];
}

function difference(own: string, needed: string): string {
  if (own.replace(/\/+$/, "") === needed) return "a slash at its end";
  if (own.toLowerCase() === needed) return "capital letters";
  if (/[*]/.test(own)) return "a pattern, which the backend takes literally";
  const [one, other] = [own, needed].map((origin) => (URL.canParse(origin) ? new URL(origin) : undefined));
  if (one === undefined || other === undefined)
    return "its form: an origin is a scheme, a host and perhaps a port";
  if (one.hostname === other.hostname) return one.protocol === other.protocol ? "its port" : "its scheme";
  return `www.${one.hostname}` === other.hostname || `www.${other.hostname}` === one.hostname
    ? 'a "www."'
    : "its host";
}

function checkPreflight({ origin, preflight }: SiteEvidence, stack: Stack): Finding[] {
  if (preflight === undefined || !isAnswered(preflight.answer)) return [];
  const { status } = preflight.answer;
  const fix = allowOrigin(stack, origin);
  if (status < 200 || status >= 300) {
    const isPattern = status === 400 && /disallowed cors origin/i.test(preflight.answer.body);
    return [
      {
        code: isPattern ? "CORS-07" : "CORS-09",
        severity: "error",
        message: isPattern
          ? `The backend's list does not hold ${origin}. Starlette takes a pattern in allow_origins literally; allow_origin_regex is for patterns.`
          : `OPTIONS ${preflight.request.url.pathname} is answered with ${status}, so browsers never send the message. They need a 2xx without a login and without a redirect.`,
        evidence: summaryOf(preflight),
        fix: isPattern ? fix : `Let CORS come before authentication, redirects and routing. ${fix}`,
      },
    ];
  }
  const findings: Finding[] = [];
  const headers = (headerOf(preflight, "access-control-allow-headers") ?? "").toLowerCase();
  if (!headers.split(/\s*,\s*/).includes("content-type")) {
    findings.push({
      code: "CORS-10",
      severity: "error",
      message: `The header "Content-Type" is not allowed, so no message can be sent${headers === "*" ? ': with cookies, "*" counts as a name' : ""}.`,
      evidence: `${summaryOf(preflight)}; access-control-allow-headers: ${headers || "(absent)"}`,
      fix: 'Answer preflights with "Access-Control-Allow-Headers: content-type".',
    });
  }
  if (allowed(preflight) !== origin || !allowsCookies(preflight)) {
    findings.push({
      code: "CORS-09",
      severity: "error",
      message: `The preflight does not allow ${origin} with cookies, so browsers never send the message.`,
      evidence: shown(preflight),
      fix,
    });
  }
  if (headerOf(preflight, "access-control-max-age") === undefined) {
    findings.push({
      code: "CORS-14",
      severity: "warning",
      message:
        "Browsers ask for permission again after five seconds: nearly every message costs one more round trip.",
      evidence: summaryOf(preflight),
      fix: 'Answer preflights with "Access-Control-Max-Age: 7200".',
    });
  }
  return findings;
}

function checkStrangers({ strangers }: Evidence, stack: Stack): Finding[] {
  const matched = strangers.filter(
    (exchange) => allowed(exchange) === exchange.request.headers.origin && allowsCookies(exchange),
  );
  const [first] = matched;
  if (first === undefined) return [];
  const origins = matched.map(({ request }) => request.headers.origin).join(", ");
  return [
    {
      code: "CORS-08",
      severity: "critical",
      message: `Foreign websites can read your visitors' chats. The backend lets in: ${origins}.`,
      evidence: shown(first),
      fix: `Compare the whole origin with a list, without patterns. ${allowOrigin(stack, "https://your-site.example")}`,
    },
  ];
}

/** Answers that say no have to be readable, too. */
function checkOtherAnswers(
  { missing, posts }: Evidence,
  { origin, session }: SiteEvidence,
  stack: Stack,
): Finding[] {
  if (allowed(session) !== origin) return [];
  const unreadable = [missing, posts.brokenJson].filter(
    (exchange) =>
      isAnswered(exchange.answer) && exchange.answer.status >= 400 && allowed(exchange) !== origin,
  );
  const [first] = unreadable;
  const findings: Finding[] = [];
  if (first !== undefined) {
    findings.push({
      code: "CORS-11",
      severity: "warning",
      message: 'Errors lose their CORS headers: visitors see "cannot be reached" instead of what is wrong.',
      evidence: shown(first),
      fix: `Add the CORS headers to every answer, errors included. ${allowOrigin(stack, origin)}`,
    });
  }
  const exposed = (headerOf(session, "access-control-expose-headers") ?? "").toLowerCase();
  if (!exposed.split(/\s*,\s*/).includes("retry-after")) {
    findings.push({
      code: "CORS-13",
      severity: "warning",
      message:
        'The page cannot read "Retry-After", so it has to guess how long to wait when it is told to slow down.',
      evidence: `${summaryOf(session)}; access-control-expose-headers: ${exposed || "(absent)"}`,
      fix: 'Answer with "Access-Control-Expose-Headers: Retry-After"; a "*" does not count with cookies.',
    });
  }
  return findings;
}
