import { problem } from "../http/problem.js";
import type { KeyRing } from "./key-ring.js";
import {
  chooseCookie,
  cookieValues,
  DEVELOPMENT_COOKIE,
  type SessionCookie,
  writeCookie,
} from "./session-cookie.js";
import { readToken, type Session, TOKEN_VERSION, type TokenReading, writeToken } from "./session-token.js";

/** Who stands behind a request. */
export type Visit =
  | { readonly status: "known"; readonly session: Session; readonly isRenewalDue: boolean }
  /** No credential was presented. */
  | { readonly status: "new" }
  /** The presented credential is in a format of a later version of this backend. */
  | { readonly status: "incompatible"; readonly version: number; readonly response: Response }
  | { readonly status: "refused"; readonly response: Response };

/** Reads and writes the session cookie. */
export interface Sessions {
  read(request: Request): Promise<Visit>;
  /** A session that no cookie carries yet. */
  create(): Session;
  /** The same session with its full lifetime ahead. */
  renew(session: Session): Session;
  /** The `Set-Cookie` value that gives the session to the page behind the request, which {@link read} has let pass. */
  cookie(request: Request, session: Session): Promise<string>;
}

export interface SessionsOptions {
  readonly keys: KeyRing;
  /** Milliseconds. */
  readonly lifetime: number;
  readonly now: () => number;
  readonly newId: () => string;
}

/**
 * A cookie under an unknown key may come from an instance that was deployed a moment ago, so it is kept. One that
 * claims to be older than any deployment takes has outlived its key, and so has every one on a developer's machine.
 */
const DEPLOYMENT_MS = 3_600_000;
const RETRY_SECONDS = 5;

export function createSessions({ keys, lifetime, now, newId }: SessionsOptions): Sessions {
  async function read(request: Request): Promise<Visit> {
    const choice = chooseCookie(request);
    if (choice.status === "unusable") {
      return { status: "refused", response: problem(400, choice.code, choice.detail) };
    }
    const rejected: { readonly cookie: SessionCookie; readonly reading: RejectedReading }[] = [];
    for (const cookie of choice.readable) {
      for (const value of cookieValues(request, cookie.name)) {
        const reading = await readToken(value, keys, now());
        if (reading.status !== "valid") rejected.push({ cookie, reading });
        else return { status: "known", session: reading.session, isRenewalDue: isRenewalDue(reading) };
      }
    }
    const [first] = rejected;
    if (first === undefined) return { status: "new" };
    const isPassing = rejected.some(({ cookie, reading }) => mayBeValidElsewhere(cookie, reading));
    const response = rejection(
      first.reading,
      isPassing,
      rejected.map(({ cookie }) => cookie),
    );
    return first.reading.status === "unknown" && first.reading.version !== TOKEN_VERSION
      ? { status: "incompatible", version: first.reading.version, response }
      : { status: "refused", response };
  }

  function isRenewalDue(reading: Extract<TokenReading, { status: "valid" }>): boolean {
    const { issuedAt, expiresAt } = reading.session;
    return !reading.isCurrentKey || now() - issuedAt > (expiresAt - issuedAt) / 2;
  }

  function mayBeValidElsewhere(cookie: SessionCookie, reading: RejectedReading): boolean {
    if (reading.status !== "unknown" || cookie === DEVELOPMENT_COOKIE) return false;
    return (
      reading.version !== TOKEN_VERSION ||
      (reading.issuedAt !== null && now() - reading.issuedAt < DEPLOYMENT_MS)
    );
  }

  function extend(id: string, createdAt: number, issuedAt: number): Session {
    return { id, createdAt, issuedAt, expiresAt: issuedAt + lifetime };
  }

  return {
    read,
    create() {
      const instant = now();
      return extend(newId(), instant, instant);
    },
    renew: ({ id, createdAt }) => extend(id, createdAt, now()),
    async cookie(request, session) {
      const choice = chooseCookie(request);
      if (choice.status === "unusable") {
        throw new TypeError(`No session cookie for this request: ${choice.detail}`);
      }
      return writeCookie(
        choice.cookie,
        await writeToken(session, keys),
        session.expiresAt - session.issuedAt,
      );
    },
  };
}

type RejectedReading = Exclude<TokenReading, { status: "valid" }>;

const REJECTIONS = {
  expired: ["expired", "The session has ended. Read GET /api/session for a new one."],
  malformed: ["malformed", "The session cookie is damaged. Read GET /api/session for a new session."],
  unknown: [
    "unknown_key",
    "The session cookie is signed with a key this instance does not have. With retry, try again shortly: a deployment " +
      "may be under way. Otherwise check that every instance has the same secrets.",
  ],
} as const;

/** A cookie that can never be valid again is deleted with the refusal, or the visitor would be refused for days. */
function rejection(
  reading: RejectedReading,
  isPassing: boolean,
  cookies: readonly SessionCookie[],
): Response {
  const [code, detail] = REJECTIONS[reading.status];
  const response = problem(401, code, detail, {
    retry: isPassing,
    ...(isPassing && { retryAfter: RETRY_SECONDS }),
  });
  if (!isPassing) {
    for (const cookie of new Set(cookies)) response.headers.append("set-cookie", writeCookie(cookie, "", 0));
  }
  return response;
}
