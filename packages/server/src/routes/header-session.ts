import { problem } from "../http/problem.js";
import type { Sessions } from "../session/sessions.js";
import { readWrite } from "./read-write.js";
import { requestedAudience } from "./requested-audience.js";
import type { Route } from "./route.js";
import { type AnnouncedOptions, sessionAnswer } from "./session-answer.js";

export interface HeaderSessionRouteOptions extends AnnouncedOptions {
  readonly sessions: Sessions;
  readonly origins: ReadonlySet<string>;
}

const MAX_BYTES = 1024;

/**
 * `POST /api/session` `{ transport: "header" }`: the session as a bearer token of at most 15 minutes, for a page whose
 * browser keeps no cookie for this backend. The token works for requests of that page's origin only.
 */
export function headerSessionRoute(options: HeaderSessionRouteOptions): Route {
  const { sessions, origins, capabilities, now } = options;
  return async function headerSession(request) {
    const write = await readWrite(request, MAX_BYTES, { sessions, origins });
    if (write.status === "refused") return write.response;
    const { visit, body } = write;
    const audience = requestedAudience(request, body, visit);
    if (audience === undefined) {
      return problem(400, "invalid_request", 'The body must be { "transport": "header" }.');
    }
    const session =
      visit.status === "known" ? sessions.toHeader(visit.session, audience) : sessions.create({ audience });
    const grant = await sessions.grant(request, session);
    return sessionAnswer(session, { source: "header", now: now(), capabilities, grant });
  };
}
