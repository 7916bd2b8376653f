import { originOf } from "../session/presented-tokens.js";
import type { Visit } from "../session/sessions.js";
import { isRecord } from "./is-record.js";

/**
 * The origin that a new session is bound to, when the page wants its credential as a token: it says so in the body, or
 * has come with one. Undefined when a cookie carries the session.
 */
export function requestedAudience(request: Request, body: unknown, visit: Visit): string | undefined {
  const isAsked = isRecord(body) && body.transport === "header";
  const isPresent = visit.status === "known" && visit.source === "header";
  return isAsked || isPresent ? originOf(request) : undefined;
}
