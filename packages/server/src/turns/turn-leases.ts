import type { Schedule } from "../schedule.js";
import type { ConversationKey } from "../stores/conversation-key.js";
import type { OpenTurn, TurnEnding, TurnStore } from "../stores/turn-store.js";

/** How long other instances wait for one that says nothing. */
export const LEASE_MS = 6_000;
const KEEP_MS = 1_500;

/** Keeps this instance's claims on its turns while there are any, and ends the turns of instances that are gone. */
export interface TurnLeases {
  /** Begins to keep. Harmless when it has begun. */
  begin(): void;
  /** Looks at once for turns that somebody wants to be stopped. */
  look(): void;
  /** Ends a turn, now or as soon as the store can be reached again. */
  end(conversation: ConversationKey, turn: number, ending: TurnEnding): Promise<boolean>;
  /** Ceases to keep until the next {@link begin}, when nothing is left to be kept. */
  rest(): void;
  /** Waits for nothing any more. */
  close(): void;
}

export interface TurnLeaseOptions {
  readonly store: TurnStore;
  readonly instance: string;
  readonly schedule: Schedule;
  /** Whether this instance has turns whose leases are to be kept. */
  readonly isNeeded: () => boolean;
  readonly stop: (turn: OpenTurn) => void;
  readonly endLost: (turn: OpenTurn) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export function createTurnLeases(options: TurnLeaseOptions): TurnLeases {
  const { store, instance, schedule, isNeeded, stop, endLost, onError } = options;
  /** Replies that could not be stored: they are complete, and the store will be back. */
  const unsettled = new Set<() => Promise<boolean>>();
  let state: "idle" | "keeping" | "closed" = "idle";
  let cancel = () => {};

  async function look(): Promise<void> {
    for (const turn of await store.keepTurns(instance, LEASE_MS)) stop(turn);
  }

  async function keep(): Promise<void> {
    try {
      for (const end of [...unsettled]) {
        await end();
        unsettled.delete(end);
      }
      await look();
      for (const turn of await store.lostTurns()) await endLost(turn);
    } catch (error) {
      onError(error);
    }
    if (state !== "keeping") return;
    if (isNeeded() || unsettled.size > 0) cancel = schedule(KEEP_MS, keep);
    else state = "idle";
  }

  function begin(): void {
    if (state !== "idle") return;
    state = "keeping";
    cancel = schedule(KEEP_MS, keep);
  }

  return {
    begin,
    rest() {
      if (state !== "keeping" || isNeeded() || unsettled.size > 0) return;
      state = "idle";
      cancel();
    },
    look() {
      look().catch(onError);
    },
    async end(conversation, turn, ending) {
      const end = () => store.endTurn(conversation, turn, instance, ending);
      try {
        return await end();
      } catch (error) {
        unsettled.add(end);
        begin();
        throw error;
      }
    },
    close() {
      state = "closed";
      cancel();
    },
  };
}
