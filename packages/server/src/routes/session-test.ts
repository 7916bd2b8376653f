import type { Sessions } from "../session/sessions.js";
import type { Route } from "./route.js";

export interface SessionTestRouteOptions {
  readonly sessions: Sessions;
  readonly now: () => number;
}

/**
 * `GET /api/session-test`, in development only: whether the session comes back. The first visit sets the cookie, every
 * further one tells how old it is.
 */
export function sessionTestRoute({ sessions, now }: SessionTestRouteOptions): Route {
  return async function sessionTest(request) {
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    if (visit.status === "known") {
      const { createdAt } = visit.session;
      return Response.json({
        persists: true,
        source: visit.source,
        age: Math.floor((now() - createdAt) / 1000),
        next: "The session has come back. Nothing to do.",
      });
    }
    const grant = await sessions.grant(request, sessions.create());
    return Response.json(
      {
        persists: false,
        next: "A cookie was set. Load this again: if this still says false, GET /api/session-debug tells what arrives.",
      },
      { headers: grant.type === "cookie" ? { "set-cookie": grant.cookie } : {} },
    );
  };
}
