import { jsonAnswer, type ObservedRequest, type RequestLog } from "./request-log.js";

/** Whether the browser gives a session's cookie back to the backend. */
export type CookieProof =
  | { readonly status: "not-asked" }
  /** Two requests in a row got the same session. */
  | { readonly status: "kept" }
  /** Each request got a session of its own. */
  | { readonly status: "lost" }
  | { readonly status: "no-session" };

export interface Situation {
  /** Launchers on the page. */
  readonly launchers: number;
  readonly pageOrigin: string;
  readonly baseUrl: string;
  readonly log: RequestLog;
  readonly proof: CookieProof;
}

/** Something to put right, and the line that does it. */
export interface Finding {
  readonly problem: string;
  readonly fix: string;
}

/** What is wrong between this page and its backend, as far as the page can see. */
export function findings(situation: Situation): readonly Finding[] {
  const { launchers, pageOrigin, baseUrl, log, proof } = situation;
  const isForeign = new URL(baseUrl, pageOrigin).origin !== pageOrigin;
  const found: Finding[] = [];
  if (launchers === 0) {
    found.push({
      problem: "This page has no <chat-widget>.",
      fix: 'Put <ChatWidget /> from "@chatisle/astro/components" into its layout.',
    });
  }
  if (proof.status === "lost") {
    found.push({
      problem: "The browser keeps the session's cookie from the backend: every request begins a session.",
      fix: isForeign
        ? `chatisle({ proxy: "${new URL(baseUrl).origin}" }) puts the backend on the site's own domain.`
        : "Look at the cookie's Path, Secure and SameSite in the answer to the session request.",
    });
  }
  const [latest] = log.filter(({ outcome }) => outcome.status !== "waiting");
  return latest === undefined ? found : [...found, ...failureFindings(latest, pageOrigin, isForeign)];
}

function failureFindings(
  request: ObservedRequest,
  pageOrigin: string,
  isForeign: boolean,
): readonly Finding[] {
  const { outcome, url } = request;
  if (outcome.status === "failed") {
    const fix = isForeign
      ? `Start the backend, and let it allow this page: ALLOWED_ORIGINS=${pageOrigin}`
      : "Start the backend, and look at the log of the development server.";
    return [{ problem: `${url} could not be reached: ${outcome.reason}`, fix }];
  }
  if (outcome.status === "waiting") return [];
  const code = jsonAnswer(request)?.code;
  if (outcome.code === 403 && code === "origin_not_allowed") {
    return [{ problem: "The backend does not allow this page.", fix: `ALLOWED_ORIGINS=${pageOrigin}` }];
  }
  if (outcome.code === 404 || /^\s*<(!doctype|html)/i.test(request.frames[0] ?? "")) {
    return [
      {
        problem: `There is no chat backend at ${url}: it answered ${outcome.code}${code === undefined ? " with a page" : ""}.`,
        fix: 'Write its address into chatisle({ apiBaseUrl }), or PUBLIC_API_BASE_URL="…" into .env.',
      },
    ];
  }
  if (outcome.code < 500) return [];
  return [{ problem: `The backend failed: ${url} answered ${outcome.code}.`, fix: "Look at its log." }];
}
