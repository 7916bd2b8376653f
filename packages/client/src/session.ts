import { type ReadonlySignal, signal } from "@preact/signals-core";
import { type AdapterContext, ChatError, type ChatFailure, type Protocol } from "./protocol/index.js";
import { type SessionEvent, type SessionState, transition } from "./session-state.js";

/** Owns the session state: who the visitor is to the backend. */
export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  dispatch(event: SessionEvent): void;
  /** How a request other than the session's ended: null for a good answer. An abort says nothing. */
  report(failure: ChatFailure | null): void;
  /** Asks the backend. Outcomes are states. */
  open(context: AdapterContext, signal: AbortSignal): Promise<void>;
}

export function createSession(protocol: Protocol): Session {
  const state = signal<SessionState>({ status: "boot" });
  const dispatch = (event: SessionEvent) => {
    state.value = transition(state.peek(), event);
  };

  function report(failure: ChatFailure | null): void {
    if (failure === null) dispatch({ type: "request-answered" });
    else if (failure.code !== "aborted") dispatch({ type: "request-failed", failure });
  }

  return {
    state,
    dispatch,
    report,
    async open(context, abort) {
      if (protocol.session === undefined) return dispatch({ type: "session-answered", session: null });
      try {
        dispatch({ type: "session-answered", session: await protocol.session(context, abort) });
      } catch (cause) {
        if (!(cause instanceof ChatError)) throw cause;
        report(cause.toJSON());
      }
    },
  };
}
