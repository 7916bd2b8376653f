import { readJsonBody } from "../http/json-body.js";
import { problem } from "../http/problem.js";
import { refuseForgedWrite } from "../http/request-guards.js";
import { beginSignedIn, type SignedInDependencies } from "../session/begin-signed-in.js";
import type { KeyRing } from "../session/key-ring.js";
import { readVisitorToken, type VisitorTokenReading } from "../session/visitor-token.js";
import { isRecord } from "./is-record.js";
import { requestedAudience } from "./requested-audience.js";
import type { Route } from "./route.js";
import { type AnnouncedOptions, sessionAnswer } from "./session-answer.js";

export interface SignInRouteOptions extends SignedInDependencies, AnnouncedOptions {
  readonly origins: ReadonlySet<string>;
  /** The keys of the site's server. */
  readonly visitorKeys: KeyRing;
}

const MAX_BYTES = 8192;

/**
 * `POST /api/auth/sign-in` `{ token, transport? }`: begins the session of the visitor whom the site's server names in a
 * short signed token. A refused token is a 403, which ends nothing: the session until now goes on.
 */
export function signInRoute(options: SignInRouteOptions): Route {
  const { sessions, origins, visitorKeys, capabilities, now } = options;
  return async function signIn(request) {
    const refusal = refuseForgedWrite(request, origins);
    if (refusal !== null) return refusal;
    const visit = await sessions.read(request);
    if (visit.status === "refused" && visit.cause === "connection") return visit.response;
    const body = await readJsonBody(request, MAX_BYTES);
    if (body.status === "refused") return body.response;
    const { value } = body;
    const token = isRecord(value) ? value.token : null;
    if (typeof token !== "string") return problem(400, "invalid_request", "The body must be { token }.");
    const reading = await readVisitorToken(token, visitorKeys, now());
    if (reading.status !== "valid") return refuseToken(reading.status);

    const audience = requestedAudience(request, value, visit);
    const session = await beginSignedIn(
      visit.status === "known" ? visit.session : null,
      { subject: `user:${reading.subject}`, ...(audience !== undefined && { audience }) },
      options,
    );
    const grant = await sessions.grant(request, session);
    const source = audience === undefined ? "none" : "header";
    return sessionAnswer(session, { source, now: now(), capabilities, grant });
  };
}

function refuseToken(status: Exclude<VisitorTokenReading["status"], "valid">): Response {
  return status === "expired"
    ? problem(403, "token_expired", "The visitor token has expired. Ask the site's server for a new one.")
    : problem(
        403,
        "token_refused",
        "The visitor token is not one of this site. Sign it with the backend's `signIn.secret` by HS256, with sub, " +
          'aud "chatisle" and an exp at most 10 minutes ahead.',
      );
}
