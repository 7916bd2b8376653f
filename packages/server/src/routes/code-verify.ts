import { readJsonBody } from "../http/json-body.js";
import { problem } from "../http/problem.js";
import { refuseForgedWrite } from "../http/request-guards.js";
import { beginSignedIn, type SignedInDependencies } from "../session/begin-signed-in.js";
import { isCodeOf, readChallenge } from "../session/code-challenge.js";
import type { KeyRing } from "../session/key-ring.js";
import { chooseCookie, codeCookie, cookieValues, writeCookie } from "../session/session-cookie.js";
import { isRecord } from "./is-record.js";
import { requestedAudience } from "./requested-audience.js";
import type { Route } from "./route.js";
import { type AnnouncedOptions, sessionAnswer } from "./session-answer.js";

export interface CodeVerifyRouteOptions extends SignedInDependencies, AnnouncedOptions {
  readonly keys: KeyRing;
  readonly origins: ReadonlySet<string>;
}

const MAX_BYTES = 4096;
/** Of a hundred million codes; counted for each address, whoever tries and wherever. */
const MAX_ATTEMPTS = 10;
const ATTEMPTS_WINDOW_MS = 900_000;

/**
 * `POST /api/auth/code/verify` `{ code, challenge?, transport? }`: begins the session of the address that the code was
 * sent to. A wrong code is a 403, which ends nothing: the session until now goes on.
 */
export function codeVerifyRoute(options: CodeVerifyRouteOptions): Route {
  const { sessions, store, keys, origins, capabilities, now } = options;
  return async function verifyCode(request) {
    const refusal = refuseForgedWrite(request, origins);
    if (refusal !== null) return refusal;
    const choice = chooseCookie(request);
    if (choice.status === "unusable") return problem(400, choice.code, choice.detail);
    const body = await readJsonBody(request, MAX_BYTES);
    if (body.status === "refused") return body.response;
    const { code, challenge: presented } = codeRequest(body.value);
    if (code === null) return problem(400, "invalid_request", "The body must be { code } with eight digits.");

    const cookie = codeCookie(choice.cookie);
    const [text = ""] = [...cookieValues(request, cookie.name), presented ?? ""].filter(Boolean);
    const challenge = await readChallenge(text, keys);
    if (challenge === null || now() >= challenge.expiresAt) return expired();
    const window = { at: now(), expiresAt: now() + ATTEMPTS_WINDOW_MS };
    if ((await store.countAttempt(`code tried for ${challenge.email}`, window)) > MAX_ATTEMPTS) {
      return problem(429, "too_many_attempts", "Too many codes were tried for this address.", {
        retryAfter: ATTEMPTS_WINDOW_MS / 1000,
      });
    }
    if (!(await isCodeOf(challenge, code, keys))) {
      return problem(403, "code_wrong", "The code is not the one that was sent. Enter the newest one.");
    }
    if ((await store.countAttempt(`code used ${challenge.nonce}`, window)) > 1) return expired();

    const visit = await sessions.read(request);
    const audience = requestedAudience(request, body.value, visit);
    const session = await beginSignedIn(
      visit.status === "known" ? visit.session : null,
      { subject: `email:${challenge.email}`, ...(audience !== undefined && { audience }) },
      options,
    );
    const grant = await sessions.grant(request, session);
    const source = audience === undefined ? "none" : "header";
    const response = sessionAnswer(session, { source, now: now(), capabilities, grant });
    if (audience === undefined) response.headers.append("set-cookie", writeCookie(cookie, "", 0));
    return response;
  };
}

function expired(): Response {
  return problem(403, "code_expired", "No code is waiting to be entered here. Ask for a new one.");
}

/** People type a code as they read it: in groups, with blanks or hyphens between. */
function codeRequest(body: unknown): { readonly code: string | null; readonly challenge: string | null } {
  const { code, challenge } = isRecord(body) ? body : {};
  const digits = typeof code === "string" ? code.replace(/[\s-]/g, "") : "";
  return {
    code: /^\d{8}$/.test(digits) ? digits : null,
    challenge: typeof challenge === "string" ? challenge : null,
  };
}
