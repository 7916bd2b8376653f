import type { Schedule } from "../schedule.js";
import { type ConversationKey, keyText } from "../stores/conversation-key.js";
import type { TurnStore } from "../stores/turn-store.js";

/** Waits for the turns of one conversation to change. Begun before the first look, so that no change is missed. */
export interface ChangeWatch {
  /** Resolves at the first change since it resolved last, and now and then without one. */
  next(): Promise<void>;
  close(): void;
}

/** Tells those who wait that something has changed in a conversation, at this instance or another. */
export interface TurnChanges {
  watch(conversation: ConversationKey): ChangeWatch;
  close(): void;
}

/** A change may go untold while the store's connection is away. */
const LOOK_AGAIN_MS = 1_000;

export function createTurnChanges(
  store: TurnStore,
  schedule: Schedule,
  onStop: (conversation: ConversationKey) => void,
): TurnChanges {
  const watchers = new Map<string, Set<() => void>>();
  const endWatching = store.watchTurns((conversation, change) => {
    if (change === "stop") onStop(conversation);
    for (const wake of watchers.get(keyText(conversation)) ?? []) wake();
  });

  return {
    watch(conversation) {
      const key = keyText(conversation);
      let hasChanged = false;
      let wakeUp = () => {};
      const wake = () => {
        hasChanged = true;
        wakeUp();
      };
      const others = watchers.get(key) ?? new Set();
      watchers.set(key, others.add(wake));
      return {
        async next() {
          if (!hasChanged) {
            await new Promise<void>((resolve) => {
              const cancel = schedule(LOOK_AGAIN_MS, resolve);
              wakeUp = () => {
                cancel();
                resolve();
              };
            });
          }
          hasChanged = false;
        },
        close() {
          others.delete(wake);
          if (others.size === 0) watchers.delete(key);
          wakeUp();
        },
      };
    },
    close: endWatching,
  };
}
