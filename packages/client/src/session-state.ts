import type { ChatFailure, SessionInfo } from "./protocol/index.js";

/**
 * What the client knows about the visitor's session.
 *
 * - `boot`: nothing yet.
 * - `anonymous`: the backend knows nobody (`session` is null), or keeps an anonymous session.
 * - `active`: a session that belongs to somebody.
 * - `unavailable`: the backend gave no usable answer. `session` is what was known before, and still holds.
 * - `expired`: the backend said, in so many words, that the session is over.
 * - `disposed`: the client was disposed; nothing changes any more.
 */
export type SessionState =
  | { readonly status: "boot" }
  | { readonly status: "anonymous"; readonly session: SessionInfo | null }
  | { readonly status: "active"; readonly session: SessionInfo }
  | { readonly status: "unavailable"; readonly session: SessionInfo | null; readonly failure: ChatFailure }
  | { readonly status: "expired" }
  | { readonly status: "disposed" };

export type SessionEvent =
  /** The session request was answered; null means "no session". */
  | { readonly type: "session-answered"; readonly session: SessionInfo | null }
  /** Any other request was answered well: the backend is there, and so is the session. */
  | { readonly type: "request-answered" }
  | { readonly type: "request-failed"; readonly failure: ChatFailure }
  | { readonly type: "disposed" };

/** The session a state carries, null where there is none. */
export function sessionOf(state: SessionState): SessionInfo | null {
  return "session" in state ? state.session : null;
}

function settled(session: SessionInfo | null): SessionState {
  return session === null || session.isAnonymous
    ? { status: "anonymous", session }
    : { status: "active", session };
}

/**
 * The only way a session state changes. Total: every event has an answer in every state, because answers come
 * late and out of order. Only an authoritative 401 ends a session: an outage, a 403, a 429 or an HTML page never does.
 */
export function transition(state: SessionState, event: SessionEvent): SessionState {
  if (state.status === "disposed") return state;
  switch (event.type) {
    case "session-answered":
      // A session that was there and now is not has ended; one that never was is an anonymous visitor.
      return event.session === null && (state.status === "expired" || sessionOf(state)?.isAnonymous === false)
        ? { status: "expired" }
        : settled(event.session);
    case "request-answered":
      return state.status === "unavailable" ? settled(state.session) : state;
    case "request-failed":
      if (event.failure.code === "auth") return sessionOf(state) === null ? state : { status: "expired" };
      return isOutage(event.failure) && state.status !== "expired"
        ? { status: "unavailable", session: sessionOf(state), failure: event.failure }
        : state;
    case "disposed":
      return { status: "disposed" };
  }
}

/** Whether a failure says something about the backend as a whole, not about one request. */
function isOutage(failure: ChatFailure): boolean {
  return (
    failure.code === "network" ||
    failure.code === "timeout" ||
    failure.code === "server" ||
    failure.code === "protocol"
  );
}
