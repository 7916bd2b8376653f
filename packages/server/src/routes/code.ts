import { readJsonBody } from "../http/json-body.js";
import { problem } from "../http/problem.js";
import { refuseForgedWrite } from "../http/request-guards.js";
import { newCode, writeChallenge } from "../session/code-challenge.js";
import { type CodeSignInOptions, parseEmail } from "../session/code-sign-in.js";
import type { KeyRing } from "../session/key-ring.js";
import { chooseCookie, codeCookie, writeCookie } from "../session/session-cookie.js";
import type { Sessions } from "../session/sessions.js";
import type { SessionStore } from "../stores/session-store.js";
import { isRecord } from "./is-record.js";
import { requestedAudience } from "./requested-audience.js";
import type { Route } from "./route.js";

export interface CodeRouteOptions extends Pick<CodeSignInOptions, "sendCode"> {
  readonly sessions: Sessions;
  readonly store: SessionStore;
  readonly keys: KeyRing;
  readonly origins: ReadonlySet<string>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly onError: (error: unknown) => void;
}

const MAX_BYTES = 4096;
const CODE_LIFETIME_MS = 600_000;
/** Nobody needs more, and nobody's mailbox should get more. */
const MAX_CODES = 5;
const CODES_WINDOW_MS = 3_600_000;
/** Seconds. */
const MAIL_RETRY = 30;

/**
 * `POST /api/auth/code` `{ email, transport? }`: sends a code to the address. 204, and a signed cookie that any instance
 * can verify the code with; for a page without cookies 200 and the same as `{ challenge }`.
 */
export function codeRoute(options: CodeRouteOptions): Route {
  const { sessions, store, keys, origins, sendCode, now, newId, onError } = options;
  return async function code(request) {
    const refusal = refuseForgedWrite(request, origins);
    if (refusal !== null) return refusal;
    const choice = chooseCookie(request);
    if (choice.status === "unusable") return problem(400, choice.code, choice.detail);
    const body = await readJsonBody(request, MAX_BYTES);
    if (body.status === "refused") return body.response;
    const { value } = body;
    const email = parseEmail(isRecord(value) ? value.email : null);
    if (email === null) return problem(400, "invalid_request", "The body must be { email } with an address.");
    const window = { at: now(), expiresAt: now() + CODES_WINDOW_MS };
    if ((await store.countAttempt(`code sent to ${email}`, window)) > MAX_CODES) {
      return problem(429, "too_many_codes", "Several codes were sent to this address within the last hour.", {
        retryAfter: CODES_WINDOW_MS / 1000,
      });
    }
    const mail = { email, code: newCode(), expiresAt: now() + CODE_LIFETIME_MS };
    const challenge = await writeChallenge({ ...mail, nonce: newId() }, keys);
    try {
      await sendCode(mail);
    } catch (error) {
      onError(error);
      return problem(503, "mail_failed", "The mail could not be sent. The backend's log has the reason.", {
        retryAfter: MAIL_RETRY,
      });
    }
    const audience = requestedAudience(request, value, await sessions.read(request));
    if (audience !== undefined) return Response.json({ challenge });
    const cookie = writeCookie(codeCookie(choice.cookie), challenge, CODE_LIFETIME_MS);
    return new Response(null, { status: 204, headers: { "set-cookie": cookie } });
  };
}
