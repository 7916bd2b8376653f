import type { ChatEvent } from "@chatisle/client/protocol";
import type { ConversationKey } from "../stores/conversation-key.js";
import type { TurnStore } from "../stores/turn-store.js";
import { addEvent, EMPTY_REPLY, splitParts } from "./reply-progress.js";
import type { Turn, TurnOutcome } from "./turn.js";
import type { ChangeWatch } from "./turn-changes.js";
import { TURN_FAILURES } from "./turn-failures.js";
import { createTurnLog } from "./turn-log.js";

export interface FollowOptions {
  readonly store: TurnStore;
  readonly watch: (conversation: ConversationKey) => ChangeWatch;
  /** Ends the turn when its instance is gone. */
  readonly endLost: (conversation: ConversationKey, turn: number) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Ends the following, not the turn. */
  readonly signal: AbortSignal;
}

/** A turn that another instance writes, as this one reads it from the store. */
export function followTurn(
  conversation: ConversationKey,
  turn: number,
  messageId: string,
  options: FollowOptions,
): Turn {
  const log = createTurnLog();
  let outcome: TurnOutcome = { status: "failed", failure: TURN_FAILURES.lost };
  let progress = EMPTY_REPLY;
  let id = messageId;

  function take(event: ChatEvent): void {
    progress = addEvent(progress, event);
    if (event.type === "start") id = event.id ?? id;
    else if (event.type === "error") outcome = { status: "failed", failure: event.error };
    else if (event.type === "finish") {
      outcome = { status: "replied", reply: { id, ...splitParts(progress.parts) }, reason: event.reason };
    }
  }

  async function read(): Promise<void> {
    const { store, watch, endLost, signal } = options;
    const changes = watch(conversation);
    signal.addEventListener("abort", changes.close, { once: true });
    try {
      for (let last = 0; !signal.aborted; ) {
        const found = await store.readTurn(conversation, turn, last);
        if (found === null) return;
        for (const entry of found.events) {
          last = entry.seq;
          take(entry.event);
          log.append(entry);
        }
        if (found.status === "ended") return;
        if (found.status === "lost") await endLost(conversation, turn);
        else await changes.next();
      }
    } finally {
      signal.removeEventListener("abort", changes.close);
      changes.close();
    }
  }

  const done = read()
    .catch((error: unknown) => {
      options.onError(error);
      outcome = { status: "failed", failure: TURN_FAILURES.store };
      log.append({ seq: null, event: { type: "error", error: TURN_FAILURES.store } });
    })
    .then(() => {
      log.end();
      return outcome;
    });
  return { id: messageId, isRepeated: true, read: log.read, outcome: done };
}
