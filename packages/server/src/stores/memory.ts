import { BackendError } from "../backend-error.js";
import { memoryMessages } from "./memory-messages.js";
import { memorySessions } from "./memory-sessions.js";
import type { MemoryState } from "./memory-state.js";
import { memoryTurns } from "./memory-turns.js";
import type { ChatStore } from "./store.js";

/**
 * A store in the memory of this process, which forgets everything with it: for tests, and for trying a backend where
 * there is no file and no database. Looking for a message costs what its conversation holds.
 * @param options.now - Epoch milliseconds. Default: `Date.now`.
 */
export function memoryStore({ now = Date.now }: { readonly now?: () => number } = {}): ChatStore {
  const state: MemoryState = { conversations: new Map(), files: new Map() };
  let isClosed = false;
  const store: ChatStore = {
    ...memoryMessages(state),
    ...memoryTurns(state, now),
    ...memorySessions(),
    async ready() {},
    async close() {
      isClosed = true;
    },
  };
  return new Proxy(store, {
    get(target, name: keyof ChatStore) {
      if (!isClosed || name === "close") return target[name];
      return () => Promise.reject(new BackendError("store", "The store is closed. Create another one."));
    },
  });
}
