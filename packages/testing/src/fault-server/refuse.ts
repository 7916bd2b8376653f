import type { IncomingMessage, ServerResponse } from "node:http";
import type { Fault } from "./fault.js";

const LOGIN_PAGE =
  "<!doctype html><html><head><title>Sign in</title></head><body><form><h1>Sign in</h1></form></body></html>";

/** Answers in the backend's place. */
export function refuse(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  fault: Extract<Fault, { type: "status" | "login-page" }>,
): void {
  // What is not read would hold the connection.
  incoming.resume();
  const { origin } = incoming.headers;
  if (origin !== undefined) {
    outgoing.setHeader("access-control-allow-origin", origin);
    outgoing.setHeader("access-control-allow-credentials", "true");
    outgoing.setHeader("access-control-expose-headers", "Retry-After");
    outgoing.setHeader("vary", "Origin");
  }
  if (fault.type === "login-page") {
    outgoing.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(LOGIN_PAGE);
    return;
  }
  if (fault.retryAfter !== undefined) outgoing.setHeader("retry-after", String(fault.retryAfter));
  const body = { code: "fault", detail: `The fault server answers ${fault.status}, as it was told.` };
  outgoing.writeHead(fault.status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
