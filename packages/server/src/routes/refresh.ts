import { problem } from "../http/problem.js";
import { refuseForgedWrite } from "../http/request-guards.js";
import type { Sessions } from "../session/sessions.js";
import type { Route } from "./route.js";
import { type AnnouncedOptions, sessionAnswer } from "./session-answer.js";

export interface RefreshRouteOptions extends AnnouncedOptions {
  readonly sessions: Sessions;
  readonly origins: ReadonlySet<string>;
}

/** A credential younger than this is as good as a new one. So renewals that overtake each other stay one generation apart. */
const FRESH_MS = 60_000;

/** `POST /api/auth/refresh`: gives the presented session its full lifetime again. The credential before stays valid for a while. */
export function refreshRoute({ sessions, origins, capabilities, now }: RefreshRouteOptions): Route {
  return async function refresh(request) {
    const refusal = refuseForgedWrite(request, origins);
    if (refusal !== null) return refusal;
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    if (visit.status === "new") {
      return problem(401, "expired", "There is no session to renew. Read GET /api/session for a new one.", {
        retry: false,
      });
    }
    const { session, source, isRenewalDue } = visit;
    const details = { source, now: now(), capabilities };
    if (!isRenewalDue && now() - session.issuedAt < FRESH_MS) {
      return sessionAnswer(session, { ...details, grant: null });
    }
    const renewed = sessions.renew(session);
    return sessionAnswer(renewed, { ...details, grant: await sessions.grant(request, renewed) });
  };
}
