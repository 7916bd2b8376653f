import { type ReadonlySignal, signal } from "@preact/signals-core";
import { type AdapterContext, ChatError, type Protocol } from "./protocol/index.js";
import { type SessionEvent, type SessionState, transition } from "./session-state.js";

/** Owns the session state: who the visitor is to the backend. */
export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  dispatch(event: SessionEvent): void;
  /** Asks the backend. Outcomes are states. */
  open(context: AdapterContext, signal: AbortSignal): Promise<void>;
}

export function createSession(protocol: Protocol): Session {
  const state = signal<SessionState>({ status: "boot" });
  const dispatch = (event: SessionEvent) => {
    state.value = transition(state.peek(), event);
  };

  return {
    state,
    dispatch,
    async open(context, abort) {
      if (protocol.session === undefined) return dispatch({ type: "session-answered", session: null });
      try {
        dispatch({ type: "session-answered", session: await protocol.session(context, abort) });
      } catch (cause) {
        if (!(cause instanceof ChatError)) throw cause;
        if (cause.code !== "aborted") dispatch({ type: "request-failed", failure: cause.toJSON() });
      }
    },
  };
}
