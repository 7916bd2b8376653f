import type { TokenHealthAnswer } from "@chatisle/client/protocol";
import { refuseForeignOrigin } from "../http/request-guards.js";
import type { Grant, Sessions } from "../session/sessions.js";
import type { Route } from "./route.js";

export interface TokenHealthRouteOptions {
  readonly sessions: Sessions;
  readonly origins: ReadonlySet<string>;
  readonly tokenVersion: number;
}

/**
 * `GET /api/auth/token-health`: whether this backend can work with the presented credential. `authenticated` tells that
 * one was presented and is valid. Renews it when that is due.
 */
export function tokenHealthRoute({ sessions, origins, tokenVersion }: TokenHealthRouteOptions): Route {
  const version = { server_version: tokenVersion };
  return async function tokenHealth(request) {
    const refusal = refuseForeignOrigin(request, origins);
    if (refusal !== null) return refusal;
    const visit = await sessions.read(request);
    switch (visit.status) {
      case "refused":
        return visit.response;
      case "incompatible":
        return healthAnswer({
          compatible: false,
          authenticated: false,
          token_version: visit.version,
          ...version,
        });
      case "new":
        return healthAnswer({ compatible: true, authenticated: false, ...version });
      case "known": {
        const health = { compatible: true, authenticated: true, token_version: tokenVersion, ...version };
        if (!visit.isRenewalDue) return healthAnswer(health);
        return healthAnswer(health, await sessions.grant(request, sessions.renew(visit.session)));
      }
    }
  };
}

function healthAnswer(answered: TokenHealthAnswer, grant?: Grant): Response {
  const answer: TokenHealthAnswer = {
    ...answered,
    ...(grant?.type === "token" && { token: grant.token }),
  };
  return Response.json(answer, { headers: grant?.type === "cookie" ? { "set-cookie": grant.cookie } : {} });
}
