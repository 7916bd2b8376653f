import type { Evidence } from "../evidence.js";
import { type Exchange, isAnswered, summaryOf } from "../exchange.js";
import type { Finding } from "../finding.js";

/** Whether a foreign page can act in a visitor's name. The posts hold no message, so even a 400 means "let in". */
export function checkSecurity({ posts, sockets }: Evidence): Finding[] {
  const findings: Finding[] = [];
  const add = (code: string, exchange: Exchange, message: string, fix: string) =>
    findings.push({ code, severity: "critical", message, evidence: summaryOf(exchange), fix });

  if (isLetIn(posts.stranger)) {
    add(
      "SEC-01",
      posts.stranger,
      "A foreign page can send messages as your visitor: the request's Origin is not checked.",
      "Answer 403 to every POST whose Origin is not on the list, before the body is read.",
    );
  }
  if (isLetIn(posts.plainText)) {
    add(
      "SEC-02",
      posts.plainText,
      "A body of text/plain is accepted. Browsers send such requests from any page without asking first.",
      "Answer 415 to every POST whose Content-Type is not application/json.",
    );
  }
  if (isLetIn(posts.withoutOrigin)) {
    add(
      "SEC-03",
      posts.withoutOrigin,
      "A POST without an Origin is accepted. Browsers always send one, so this is a program with a stolen cookie.",
      "Answer 403 to every POST without an Origin.",
    );
  }
  if (sockets !== undefined) {
    const open = [sockets.stranger, sockets.withoutOrigin].find((exchange) => exchange.answer.status === 101);
    if (open !== undefined) {
      add(
        "WS-02",
        open,
        "A foreign page can open a WebSocket with your visitor's session and read along: CORS does not cover WebSockets.",
        "Compare the Origin of the upgrade request with the list, and answer 403 to every other.",
      );
    }
    if (sockets.own.answer.status !== 101) {
      findings.push({
        code: "WS-01",
        severity: "error",
        message: `The WebSocket is not opened: the answer is ${isAnswered(sockets.own.answer) ? sockets.own.answer.status : sockets.own.answer.code} instead of 101.`,
        evidence: summaryOf(sockets.own),
        fix: 'Let the proxy pass the upgrade on: "Connection: upgrade", "Upgrade: websocket", HTTP/1.1; and check the path.',
      });
    }
  }
  return findings;
}

/** Refusals that come before the body is looked at. 404 and 405 mean that nothing stands there at all. */
const REFUSALS: ReadonlySet<number> = new Set([401, 403, 404, 405, 415, 421, 429]);

function isLetIn({ answer }: Exchange): boolean {
  return isAnswered(answer) && answer.status < 500 && !REFUSALS.has(answer.status);
}
