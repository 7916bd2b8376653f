import type { SessionAnswer } from "@chatisle/client/protocol";
import { refuseForeignOrigin } from "../http/request-guards.js";
import type { Session } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { Route } from "./route.js";

export interface SessionRouteOptions {
  readonly sessions: Sessions;
  readonly origins: ReadonlySet<string>;
  readonly now: () => number;
}

/** Seconds until the client asks for token health again. */
const REFRESH_SECONDS = 300;
const SHOWN_KEY_LENGTH = 6;

/**
 * `GET /api/session`: always 200, unless a presented credential is rejected. A visitor without one gets a signed
 * anonymous cookie; nothing is stored before the first message.
 */
export function sessionRoute({ sessions, origins, now }: SessionRouteOptions): Route {
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
        const cookie = await sessions.cookie(request, created);
        return sessionAnswer(created, { source: "none", now: now(), cookie });
      }
      case "known": {
        if (!visit.isRenewalDue) return sessionAnswer(visit.session, { source: "cookie", now: now() });
        const renewed = sessions.renew(visit.session);
        const cookie = await sessions.cookie(request, renewed);
        return sessionAnswer(renewed, { source: "cookie", now: now(), cookie });
      }
    }
  };
}

function sessionAnswer(
  session: Session,
  {
    source,
    now,
    cookie,
  }: { readonly source: "cookie" | "none"; readonly now: number; readonly cookie?: string },
): Response {
  const answer: SessionAnswer = {
    v: 1,
    session_id: session.id,
    session_key: `${session.id.slice(0, SHOWN_KEY_LENGTH)}…`,
    created_at: new Date(session.createdAt).toISOString(),
    is_anonymous: true,
    state: "anonymous",
    source,
    issued: cookie !== undefined,
    exp_in: Math.max(0, Math.floor((session.expiresAt - now) / 1000)),
    refresh_in: REFRESH_SECONDS,
    capabilities: ["stop", "resume", "dedupe"],
  };
  return Response.json(answer, { headers: cookie === undefined ? {} : { "set-cookie": cookie } });
}
