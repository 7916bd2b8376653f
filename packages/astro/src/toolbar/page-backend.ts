import type { CookieProof } from "./findings.js";
import { jsonAnswer, type ObservedRequest, type RequestLog } from "./request-log.js";

/**
 * The backend that the chat of this page talks to, absolute and with a slash at its end.
 * @param configured - What the site was built with.
 */
export function pageBaseUrl(page: Document, configured: string): string {
  const chosen =
    page.querySelector("chat-widget")?.getAttribute("api-base-url") ??
    page.querySelector<HTMLMetaElement>('meta[name="chatisle:api-base-url"]')?.content ??
    configured;
  return new URL(`${chosen.replace(/\/+$/, "")}/`, page.baseURI).href;
}

/** The newest request that was answered with a session; undefined before the chat was opened. */
export const sessionRequest = (log: RequestLog): ObservedRequest | undefined =>
  log.find((request) => typeof jsonAnswer(request)?.session_id === "string");

/** The newest answer to the question whether the backend can work with the visitor's token. */
export const healthRequest = (log: RequestLog): ObservedRequest | undefined =>
  log.find((request) => typeof jsonAnswer(request)?.compatible === "boolean");

/** Asks for the session twice, and sees whether the cookie of the first answer came back with the second request. */
export async function proveCookie(log: RequestLog, fetch: typeof globalThis.fetch): Promise<CookieProof> {
  const known = sessionRequest(log);
  if (known === undefined) return { status: "not-asked" };
  const ask = async () => {
    const answer = await fetch(known.url, { credentials: "include", cache: "no-store" });
    return answer.ok ? ((await answer.json()) as { session_id?: unknown }).session_id : undefined;
  };
  const first = await ask();
  if (first === undefined) return { status: "no-session" };
  return { status: (await ask()) === first ? "kept" : "lost" };
}
