import { refuseForgedWrite } from "../http/request-guards.js";
import { clearedCookies } from "../session/session-cookie.js";
import type { Sessions } from "../session/sessions.js";
import type { Route } from "./route.js";

export interface SignOutRouteOptions {
  readonly sessions: Sessions;
  readonly origins: ReadonlySet<string>;
}

/**
 * `POST /api/auth/sign-out`: ends the session on every instance and deletes its cookie, of every kind. 204 also for a
 * credential that is no longer valid: the visitor is signed out either way.
 */
export function signOutRoute({ sessions, origins }: SignOutRouteOptions): Route {
  return async function signOut(request) {
    const refusal = refuseForgedWrite(request, origins);
    if (refusal !== null) return refusal;
    const visit = await sessions.read(request);
    if (visit.status === "refused" && visit.cause === "connection") return visit.response;
    if (visit.status === "known") await sessions.revoke(visit.session);
    const response = new Response(null, { status: 204 });
    for (const cookie of clearedCookies(request)) response.headers.append("set-cookie", cookie);
    return response;
  };
}
