import { problem } from "../http/problem.js";
import type { Observer } from "../observe/backend-event.js";
import type { SessionStore } from "../stores/session-store.js";
import { FIRST_GENERATION, judgeGeneration } from "./generation.js";
import { type PresentedToken, presentedTokens } from "./presented-tokens.js";
import { type RejectedToken, rejection, rejectTokens } from "./rejection.js";
import { chooseCookie, type SessionCookie, writeCookie } from "./session-cookie.js";
import { type Session, type TokenReading, type TokenSettings, writeToken } from "./session-token.js";

/** Who stands behind a request. */
export type Visit =
  | KnownVisit
  /** No credential was presented. */
  | { readonly status: "new" }
  /** The presented credential has another version than this instance's, from before or after a deployment. */
  | { readonly status: "incompatible"; readonly version: number; readonly response: Response }
  /** `connection`: no credential can work over it. `credential`: the presented one is rejected. */
  | { readonly status: "refused"; readonly cause: "connection" | "credential"; readonly response: Response };

export interface KnownVisit {
  readonly status: "known";
  readonly session: Session;
  /** What the backend believed. */
  readonly source: "cookie" | "header";
  readonly isRenewalDue: boolean;
}

/** A session's credential on its way to the page: in a `Set-Cookie` header, or as a token for `Authorization`. */
export type Grant =
  | { readonly type: "cookie"; readonly cookie: string }
  | { readonly type: "token"; readonly token: string };

/** Reads and writes session credentials. */
export interface Sessions {
  read(request: Request): Promise<Visit>;
  /** A session that no credential carries yet. */
  create(binding?: Pick<Session, "subject" | "audience">): Session;
  /** The same session with its full lifetime ahead. */
  renew(session: Session): Session;
  /** The same session for a page without cookies, for at most 15 minutes. */
  toHeader(session: Session, audience: string): Session;
  /** The credential for the page behind the request, which {@link read} has let pass. */
  grant(request: Request, session: Session): Promise<Grant>;
  /** Ends a session in the store: from here on, all its credentials are refused. */
  revoke(session: Session): Promise<void>;
}

export interface SessionsOptions extends TokenSettings {
  readonly store: SessionStore;
  /** Milliseconds. */
  readonly lifetime: number;
  readonly now: () => number;
  readonly newId: () => string;
  readonly observe: Observer;
}

/** Short, because a script on the page can read it. Every renewal begins it anew. */
const HEADER_LIFETIME_MS = 900_000;
/** A token that is signed while its session is being revoked, on an instance whose clock is ahead, expires a little later. */
const REVOCATION_MARGIN_MS = 3_600_000;

export function createSessions(options: SessionsOptions): Sessions {
  const { store, lifetime, now, newId, observe } = options;
  async function read(request: Request): Promise<Visit> {
    const choice = chooseCookie(request);
    if (choice.status === "unusable") {
      return {
        status: "refused",
        cause: "connection",
        response: problem(400, choice.code, choice.detail),
      };
    }
    const tokens = await presentedTokens(request, choice.readable, options, now());
    const valid = tokens.filter(isValid);
    const [best] = valid;
    if (best === undefined) return rejectAll(tokens.filter(isRejected));
    if (best.cookie !== null && valid.some((token) => token.cookie === null && !isSameSession(token, best))) {
      return refused(rejection("mismatch", { cookies: [] }));
    }
    return admit(newestOf(best, valid), choice.readable);
  }

  function rejectAll([first, ...others]: readonly RejectedToken[]): Visit {
    if (first === undefined) return { status: "new" };
    const { reading } = first;
    observe({
      type: "credential",
      status: reading.status,
      ...("version" in reading && { version: reading.version }),
    });
    const response = rejectTokens([first, ...others], now(), options.version);
    const isOfOtherVersion =
      reading.status === "outdated" || (reading.status === "unknown" && reading.version > options.version);
    return isOfOtherVersion
      ? { status: "incompatible", version: reading.version, response }
      : refused(response);
  }

  /** Asks the store about a session whose token is in order. */
  async function admit(
    { cookie, reading: { session, isCurrentKey } }: ValidToken,
    cookies: readonly SessionCookie[],
  ): Promise<Visit> {
    const record = await store.findSession(session.id);
    const revoked = () => {
      observe({ type: "credential", status: "revoked" });
      return refused(rejection("revoked", { cookies: cookie === null ? [] : cookies }));
    };
    if (record?.isRevoked === true) return revoked();
    // A header's token lives for minutes, beside the cookie's: it has no generations.
    if (cookie !== null) {
      const verdict = judgeGeneration(session.generation, record, now());
      if (verdict === "newer") {
        await store.presentSession(session.id, session.generation, { at: now(), expiresAt: lastExpiry() });
      }
      if (verdict === "reused") {
        await revoke(session);
        return revoked();
      }
    }
    const key = isCurrentKey ? "current" : "previous";
    observe({ type: "credential", status: "valid", key, version: options.version });
    const isHalfOver = now() - session.issuedAt > (session.expiresAt - session.issuedAt) / 2;
    return {
      status: "known",
      session,
      source: cookie === null ? "header" : "cookie",
      isRenewalDue: !isCurrentKey || isHalfOver,
    };
  }

  const lastExpiry = () => now() + lifetime + REVOCATION_MARGIN_MS;
  const revoke = ({ id }: Session) => store.revokeSession(id, { at: now(), expiresAt: lastExpiry() });

  /** The instants of a token that is signed now. */
  function fresh(audience: string | undefined): Pick<Session, "issuedAt" | "expiresAt"> {
    const issuedAt = now();
    const span = audience === undefined ? lifetime : Math.min(lifetime, HEADER_LIFETIME_MS);
    return { issuedAt, expiresAt: issuedAt + span };
  }

  return {
    read,
    create(binding = {}) {
      return {
        id: newId(),
        createdAt: now(),
        ...fresh(binding.audience),
        generation: FIRST_GENERATION,
        ...binding,
      };
    },
    renew: (session) => ({
      ...session,
      ...fresh(session.audience),
      generation: session.generation + (session.audience === undefined ? 1 : 0),
    }),
    toHeader: (session, audience) => ({ ...session, ...fresh(audience), audience }),
    async grant(request, session) {
      const token = await writeToken(session, options);
      if (session.audience !== undefined) return { type: "token", token };
      const choice = chooseCookie(request);
      if (choice.status === "unusable") {
        throw new TypeError(`No session cookie for this request: ${choice.detail}`);
      }
      const cookie = writeCookie(choice.cookie, token, session.expiresAt - session.issuedAt);
      return { type: "cookie", cookie };
    },
    revoke,
  };
}

type ValidToken = PresentedToken & { readonly reading: Extract<TokenReading, { status: "valid" }> };

const isValid = (token: PresentedToken): token is ValidToken => token.reading.status === "valid";
const isRejected = (token: PresentedToken): token is RejectedToken => token.reading.status !== "valid";
const isSameSession = (one: ValidToken, other: ValidToken) =>
  one.reading.session.id === other.reading.session.id;
const refused = (response: Response): Visit => ({ status: "refused", cause: "credential", response });

/** Of several cookies with one session, the newest: an older copy beside it is no sign of theft. */
function newestOf(best: ValidToken, tokens: readonly ValidToken[]): ValidToken {
  return tokens
    .filter((token) => token.cookie !== null && isSameSession(token, best))
    .reduce(
      (one, other) => (other.reading.session.generation > one.reading.session.generation ? other : one),
      best,
    );
}
