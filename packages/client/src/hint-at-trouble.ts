import { effect } from "@preact/signals-core";
import type { Trouble } from "./developer-hint.js";
import { type Credential, POLICY_REFUSAL } from "./protocol/index.js";
import type { Session } from "./session.js";
import type { SessionState } from "./session-state.js";

export interface HintOptions {
  readonly session: Pick<Session, "state" | "refusal">;
  readonly credential: Credential;
  /** The backend's base URL. */
  readonly api: string;
}

/**
 * Tells the developer of the site on the console, once each, what a script can know about a backend that this page
 * does not reach, and how to find out more. The words are loaded when they are needed.
 * @returns Stops.
 */
export function hintAtTrouble({ session, credential, api }: HintOptions): () => void {
  const told = new Set<Trouble>();

  function tell(trouble: Trouble | null, said = ""): void {
    if (trouble === null || told.has(trouble) || !("location" in globalThis)) return;
    told.add(trouble);
    import("./developer-hint.js").then(
      ({ tellDeveloper }) => tellDeveloper(trouble, { api, page: globalThis.location.href, said }),
      // Without a network there is nothing to hint at.
      () => {},
    );
  }

  return effect(() => {
    const state = session.state.value;
    tell(troubleOf(state, credential.layer), "failure" in state ? state.failure.message : "");
    const refusal = session.refusal.value;
    if (refusal !== null) tell("forbidden", refusal.message);
  });
}

function troubleOf(state: SessionState, layer: Credential["layer"]): Trouble | null {
  switch (state.status) {
    case "misconfigured":
      return state.failure.reason === POLICY_REFUSAL ? "policy" : "refused";
    case "unavailable":
      // A backend that was reached before is away for a while, and nobody's fault.
      if (state.session !== null) return null;
      // One refusal may be that of a history which a backend does not have.
      if (state.failure.code === "invalid" && state.failures > 1) return "astray";
      return state.reach === "unreachable" ? "unreachable" : null;
    case "anonymous":
    case "active":
      return layer === "header" ? "withheld-cookie" : null;
    default:
      return null;
  }
}
