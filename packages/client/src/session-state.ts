import { type ChatFailure, POLICY_REFUSAL, type SessionInfo } from "./protocol/index.js";

/**
 * What the client knows about the visitor's session.
 *
 * - `boot`: nothing yet.
 * - `anonymous`: the backend knows nobody (`session` is null), or keeps an anonymous session.
 * - `active`: a session that belongs to somebody.
 * - `renewing`: a request was answered 401; the client is finding out whether the session can go on.
 * - `unavailable`: the backend gave no usable answer. The session still holds.
 * - `misconfigured`: the backend stands, but its answers stay unreadable: most likely it does not allow this site.
 * - `throttled`: the backend asks for patience.
 * - `sign-in-required`: the backend can no longer work with this session. Nothing is lost; the visitor signs in again.
 * - `expired`: the backend said, in so many words, that the session is over.
 * - `disposed`: the client was disposed; nothing changes any more.
 */
export type SessionState =
  | { readonly status: "boot" }
  | { readonly status: "anonymous"; readonly session: SessionInfo | null }
  | { readonly status: "active"; readonly session: SessionInfo }
  | { readonly status: "renewing"; readonly session: SessionInfo }
  | {
      readonly status: "unavailable";
      readonly session: SessionInfo | null;
      readonly failure: ChatFailure;
      readonly reach: Reach;
      /** Failures in a row, from 1. */
      readonly failures: number;
    }
  | { readonly status: "misconfigured"; readonly session: SessionInfo | null; readonly failure: ChatFailure }
  | { readonly status: "throttled"; readonly session: SessionInfo | null; readonly failure: ChatFailure }
  | { readonly status: "sign-in-required"; readonly session: SessionInfo }
  | { readonly status: "expired" }
  | { readonly status: "disposed" };

/**
 * How far requests get: `failing` is an answer that says or shows a fault, `refused` an answer that the browser
 * withholds, `unreachable` none at all. Until a probe has told the last two apart, it is `unknown`.
 */
export type Reach = "unknown" | "unreachable" | "refused" | "failing";

export type SessionEvent =
  /** The session request was answered; null means "no session". `isWished`: the visitor goes on with whatever comes. */
  | { readonly type: "session-answered"; readonly session: SessionInfo | null; readonly isWished?: boolean }
  | { readonly type: "health-answered"; readonly isCompatible: boolean }
  /** Any other request was answered well: the backend is there, and so is the session. */
  | { readonly type: "request-answered" }
  | { readonly type: "request-failed"; readonly failure: ChatFailure }
  /** Whether anything at all answers at the backend's address. */
  | { readonly type: "probe-answered"; readonly isReachable: boolean }
  /** The visitor has signed out. Whether the backend keeps another session for them, its next answer says. */
  | { readonly type: "signed-out" }
  | { readonly type: "disposed" };

/** A proxy's own error page is unreadable too, and passes: only the third refusal in a row is a fault of configuration. */
const REFUSALS_UNTIL_MISCONFIGURED = 3;
const FAILURES_UNTIL_BLIND = 5;

/** The session a state carries, null where there is none. */
export function sessionOf(state: SessionState): SessionInfo | null {
  return "session" in state ? state.session : null;
}

/** Whether nothing is known to be wrong. */
export function isWell({ status }: SessionState): boolean {
  return status === "boot" || status === "anonymous" || status === "active";
}

/**
 * Whether a message can be sent now, with hope. Otherwise it waits. What the backend can do is in its session answer:
 * only when that fails for good, messages go without it.
 */
export function isOpen(state: SessionState): boolean {
  if (state.status !== "unavailable" || state.reach !== "failing") return isWell(state);
  return state.session !== null || state.failures >= FAILURES_UNTIL_BLIND;
}

/**
 * The only way a session state changes. Total: every event has an answer in every state, because answers come late
 * and out of order. Only an authoritative 401 ends a session: an outage, a 403, a 429 or an HTML page never does.
 */
export function transition(state: SessionState, event: SessionEvent): SessionState {
  if (state.status === "disposed") return state;
  switch (event.type) {
    case "session-answered":
      return hasEnded(state, event) ? { status: "expired" } : settled(event.session);
    case "health-answered":
      return healthAnswered(state, event.isCompatible);
    case "request-answered":
      // Who the visitor is, only the session's own answer can say the first time.
      return isInterlude(state) && state.session !== null ? settled(state.session) : state;
    case "request-failed":
      return requestFailed(state, event.failure);
    case "probe-answered":
      if (state.status !== "unavailable" || state.reach !== "unknown") return state;
      if (!event.isReachable) return { ...state, reach: "unreachable" };
      return state.failures < REFUSALS_UNTIL_MISCONFIGURED
        ? { ...state, reach: "refused" }
        : { status: "misconfigured", session: state.session, failure: state.failure };
    case "signed-out":
      return settled(null);
    case "disposed":
      return { status: "disposed" };
  }
}

/**
 * Whether a session that belonged to somebody is over: the backend knows nobody any more, or begins an anonymous
 * session in its place, which is the visitor's only once they say so.
 */
function hasEnded(
  state: SessionState,
  { session, isWished = false }: Extract<SessionEvent, { type: "session-answered" }>,
): boolean {
  const isSomebodys = state.status === "expired" || sessionOf(state)?.isAnonymous === false;
  return isSomebodys && (session === null || (session.isAnonymous && !isWished));
}

type Interlude = Extract<
  SessionState,
  { status: "renewing" | "unavailable" | "misconfigured" | "throttled" }
>;

/** States that a good answer ends, with the session as it was. */
function isInterlude(state: SessionState): state is Interlude {
  return (
    state.status === "renewing" ||
    state.status === "unavailable" ||
    state.status === "misconfigured" ||
    state.status === "throttled"
  );
}

function settled(session: SessionInfo | null): SessionState {
  return session === null || session.isAnonymous
    ? { status: "anonymous", session }
    : { status: "active", session };
}

function healthAnswered(state: SessionState, isCompatible: boolean): SessionState {
  const session = sessionOf(state);
  // A late answer about a session that is gone.
  if (session === null) return state;
  return isCompatible ? settled(session) : { status: "sign-in-required", session };
}

function requestFailed(state: SessionState, failure: ChatFailure): SessionState {
  if (failure.code === "auth") return unauthorized(state, failure);
  // What has ended stays so until somebody signs in, however the network fares.
  if (state.status === "expired" || state.status === "sign-in-required") return state;
  const session = sessionOf(state);
  // A page keeps its policy as long as it lives: there is nothing to find out, and hardly anything to wait for.
  if (failure.reason === POLICY_REFUSAL) return { status: "misconfigured", session, failure };
  if (failure.code === "rate" || failure.retryAfter !== undefined)
    return { status: "throttled", session, failure };
  const reach = REACH[failure.code] ?? (isUnmet(state) ? "failing" : undefined);
  if (reach === undefined || (state.status === "misconfigured" && reach !== "failing")) return state;
  if (state.status !== "unavailable") return { status: "unavailable", session, failure, reach, failures: 1 };
  // Requests that fail side by side are one failure, as long as the first is being looked into.
  if (state.reach === "unknown" && reach === "unknown") return state;
  const failures = state.failures + 1;
  return { status: "unavailable", session, failure, reach, failures };
}

/** What a failure says about the backend as a whole. Codes that are not here concern one request alone. */
const REACH: Partial<Record<ChatFailure["code"], Reach>> = {
  network: "unknown",
  timeout: "unreachable",
  server: "failing",
  protocol: "failing",
};

/**
 * Whether the backend has not said yet who the visitor is. What concerns one request alone is then all that is known of
 * it: a 404 or a 403 is most likely another server's.
 */
const isUnmet = (state: SessionState): boolean =>
  state.status === "boot" || (state.status === "unavailable" && state.session === null);

/** Reasons of the reference backend that leave nothing to find out. */
const FINAL_REASONS: ReadonlySet<string | undefined> = new Set(["expired", "revoked", "malformed"]);

function unauthorized(state: SessionState, failure: ChatFailure): SessionState {
  const { reason } = failure;
  const session = sessionOf(state);
  const isRollout = reason === "unknown_key";
  if (session === null) {
    return isRollout ? { status: "unavailable", session, failure, reach: "failing", failures: 1 } : state;
  }
  if (state.status === "sign-in-required") return state;
  // A node of a rolling deploy may not know the newest key yet.
  if (isRollout) return { status: "renewing", session };
  return state.status === "renewing" || FINAL_REASONS.has(reason)
    ? { status: "expired" }
    : { status: "renewing", session };
}
