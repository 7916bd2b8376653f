import { isLoopback } from "../../cookies/site.js";
import type { Evidence } from "../evidence.js";
import { type Exchange, headerOf, isAnswered, jsonOf, summaryOf } from "../exchange.js";
import type { Finding } from "../finding.js";
import { isOurRefusal, passStreams, type Stack } from "../stack.js";

/** Milliseconds between two pieces of a reply that prove that it is streamed. */
const APART = 20;
const SOON_DAYS = 14;

/** Whether a chat backend stands at the address at all, and answers as one. */
export function checkApi(evidence: Evidence, stack: Stack): Finding[] {
  const [home] = evidence.sites;
  if (home === undefined) return [];
  const unreachable = checkNetwork(home.session);
  if (unreachable.length > 0) return unreachable;
  return [
    ...checkPrivateAddress(evidence),
    ...checkCertificate(home.session),
    ...checkSession(home.session),
    ...checkRefusal(evidence.garbageCookie),
    ...checkHealth(evidence.health),
    ...checkReply(evidence.reply, stack),
  ];
}

function checkNetwork(exchange: Exchange): Finding[] {
  const { answer, request } = exchange;
  if (isAnswered(answer)) return [];
  return [{ ...networkFault(answer.code, request.url), severity: "error", evidence: summaryOf(exchange) }];
}

/** What kept an answer from coming, by the code that Node or OpenSSL gives it. */
function networkFault(code: string, { host, hostname }: URL): Pick<Finding, "code" | "message" | "fix"> {
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return {
      code: "NET-01",
      message: `The name ${hostname} leads nowhere.`,
      fix: "Check the API base URL for a typing error, and the domain's DNS records.",
    };
  }
  if (/EPROTO|WRONG_VERSION_NUMBER|PACKET_LENGTH/.test(code)) {
    return {
      code: "NET-06",
      message: `${host} answers, but not over https.`,
      fix: `Write http://${host} on your own machine. For visitors, serve the backend over https.`,
    };
  }
  if (/CERT|SSL|TLS|SELF_SIGNED|VERIFY/.test(code)) {
    return {
      code: "NET-02",
      message: `Browsers do not trust the certificate of ${host}.`,
      fix: "Install a certificate that is valid for this host, with its whole chain.",
    };
  }
  return {
    code: "NET-05",
    message: `Nothing answers at ${host}.`,
    fix: "Start the backend, and check its port and the firewall.",
  };
}

function checkPrivateAddress({ api, sites }: Evidence): Finding[] {
  const page = sites.find(({ origin }) => !isLoopback(new URL(origin).hostname));
  if (!isLoopback(api.hostname) || page === undefined) return [];
  return [
    {
      code: "NET-03",
      severity: "error",
      message: `${page.origin} is public, and ${api.hostname} is each visitor's own machine: browsers ask for permission or refuse.`,
      evidence: summaryOf(page.session),
      fix: "Set PUBLIC_API_BASE_URL of this environment to the public address of the backend.",
    },
  ];
}

function checkCertificate(exchange: Exchange): Finding[] {
  const days = isAnswered(exchange.answer) ? exchange.answer.certificateDays : undefined;
  if (days === undefined || days > SOON_DAYS) return [];
  return [
    {
      code: "NET-02",
      severity: "warning",
      message: `The certificate of ${exchange.request.url.host} ends in ${days} days.`,
      evidence: summaryOf(exchange),
      fix: "Renew it, and look at why it was not renewed by itself.",
    },
  ];
}

function checkSession(exchange: Exchange): Finding[] {
  const { answer, request } = exchange;
  if (!isAnswered(answer)) return [];
  const finding = (code: string, message: string, fix: string): Finding[] => [
    { code, severity: "error", message, evidence: summaryOf(exchange), fix },
  ];
  if (answer.status >= 300 && answer.status < 400) {
    return finding(
      "API-03",
      `${request.url.pathname} redirects to ${headerOf(exchange, "location")}. Browsers follow, but lose the permission to read the answer.`,
      "Point the API base URL at the final address, and keep login redirects off the API.",
    );
  }
  // Without a session there is 401, which is an answer like any other; a refusal of the page is a matter of CORS.
  if (answer.status === 401 || isOurRefusal(exchange)) return [];
  if (answer.status === 404) {
    return finding(
      "API-04",
      `There is no ${request.url.pathname} on ${request.url.host}.`,
      'Check the API base URL and its path, or name the backend\'s paths: protocol: { use: "rest", paths: { session: … } }.',
    );
  }
  if (answer.status >= 400) {
    return finding(
      "API-04",
      `${request.url.pathname} answers ${answer.status} to a visitor who comes for the first time.`,
      "Look at the backend's log for this request.",
    );
  }
  const json = jsonOf(exchange);
  if (json === undefined) {
    return finding(
      "API-02",
      `${request.url.pathname} answers 200 with ${headerOf(exchange, "content-type") ?? "an unknown type"} instead of JSON: most likely a login page or the site itself.`,
      "Check the API base URL; a proxy that serves the site for every unknown path hides the mistake.",
    );
  }
  const id = (json as { session_id?: unknown } | null)?.session_id;
  if (typeof id === "string" || typeof id === "number") return [];
  return finding(
    "API-04",
    `The JSON of ${request.url.pathname} has no "session_id".`,
    'Add it, or set the path to null if the backend has no sessions: protocol: { use: "rest", paths: { session: null } }.',
  );
}

function checkRefusal(exchange: Exchange | undefined): Finding[] {
  if (exchange === undefined || !isAnswered(exchange.answer)) return [];
  if (exchange.answer.status >= 500) {
    return [
      {
        code: "API-05",
        severity: "error",
        message:
          "A damaged cookie makes the backend fail: a visitor who has one cannot chat until it is deleted.",
        evidence: summaryOf(exchange),
        fix: "Answer 401, or begin a new session, when a cookie cannot be read.",
      },
    ];
  }
  if (exchange.answer.status !== 401) return [];
  const code = (jsonOf(exchange) as { code?: unknown } | null | undefined)?.code;
  if (typeof code === "string") return [];
  return [
    {
      code: "API-01",
      severity: "warning",
      message:
        'A 401 has no "code", so the chat cannot tell an ended session from one that an instance does not know yet.',
      evidence: summaryOf(exchange),
      fix: 'Answer a rejected session with {"code":"expired"}, "revoked", "unknown_key" or "malformed".',
    },
  ];
}

function checkHealth(exchange: Exchange | undefined): Finding[] {
  if (exchange === undefined || headerOf(exchange, "cross-origin-resource-policy") !== "same-origin")
    return [];
  return [
    {
      code: "NET-04",
      severity: "warning",
      message:
        "Pages of other origins may not even see that the backend is up, so outages are reported wrongly.",
      evidence: `${summaryOf(exchange)}; cross-origin-resource-policy: same-origin`,
      fix: `Answer ${exchange.request.url.pathname} with "Cross-Origin-Resource-Policy: cross-origin".`,
    },
  ];
}

function checkReply(exchange: Exchange | undefined, stack: Stack): Finding[] {
  if (exchange === undefined || !isAnswered(exchange.answer)) return [];
  const { status, arrivals, body } = exchange.answer;
  const finding = (code: string, severity: Finding["severity"], message: string, fix: string): Finding[] => [
    { code, severity, message, evidence: summaryOf(exchange), fix },
  ];
  if (status >= 400) {
    return finding(
      "API-06",
      "error",
      `A message is answered with ${status}.`,
      "Look at the backend's log for this request.",
    );
  }
  const type = headerOf(exchange, "content-type") ?? "";
  const isStream = /event-stream|ndjson/.test(type);
  const isApart = arrivals.some((at, index) => index > 0 && at - (arrivals[index - 1] ?? 0) > APART);
  if (!isStream || isApart || body.length < 200) return [];
  return finding(
    "SSE-01",
    "error",
    "The reply is a stream, but arrives in one piece: a proxy holds it back until it is complete.",
    passStreams(stack),
  );
}
