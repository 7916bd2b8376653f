import { refuseForeignOrigin } from "../http/request-guards.js";
import type { Sessions } from "../session/sessions.js";
import type { Route } from "./route.js";
import { type AnnouncedOptions, sessionAnswer } from "./session-answer.js";

export interface SessionRouteOptions extends AnnouncedOptions {
  readonly sessions: Sessions;
  readonly origins: ReadonlySet<string>;
}

/**
 * `GET /api/session`: always 200, unless a presented credential is rejected. A visitor without one gets a signed
 * anonymous cookie; nothing is stored before the first message.
 */
export function sessionRoute({ sessions, origins, now, capabilities }: SessionRouteOptions): Route {
  return async function session(request) {
    const refusal = refuseForeignOrigin(request, origins);
    if (refusal !== null) return refusal;
    const visit = await sessions.read(request);
    switch (visit.status) {
      case "incompatible":
      case "refused":
        return visit.response;
      case "new": {
        const created = sessions.create();
        const grant = await sessions.grant(request, created);
        return sessionAnswer(created, { source: "none", now: now(), capabilities, grant });
      }
      case "known": {
        const details = { source: visit.source, now: now(), capabilities };
        if (!visit.isRenewalDue) return sessionAnswer(visit.session, { ...details, grant: null });
        const renewed = sessions.renew(visit.session);
        const grant = await sessions.grant(request, renewed);
        return sessionAnswer(renewed, { ...details, grant });
      }
    }
  };
}
