/** Where strings survive a reload. The part of the Web Storage interface that the client uses. */
export interface ChatStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** Keeps strings as long as the page lives. */
export function memoryStorage(): ChatStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/**
 * A storage that may refuse (full, disabled, forbidden), made safe: what it refuses is kept in memory, so that nothing
 * is lost while the page lives. Every write is offered to it again, because a full storage still takes a shorter text
 * and a removal: what was sent since must not look unsent after a reload.
 * @param open - Called once. Reading `localStorage` itself throws where a browser forbids it.
 */
export function resilientStorage(open: () => ChatStorage | undefined): ChatStorage {
  const written = new Map<string, string>();
  const refused = new Set<string>();
  let hasWarned = false;

  /** Undefined when the storage refuses. */
  function attempt<Result>(action: () => Result): Result | undefined {
    try {
      return action();
    } catch (cause) {
      if (!hasWarned) warn(cause);
      hasWarned = true;
      return undefined;
    }
  }

  /** Notes whether the storage holds what was last said about a key. */
  function change(key: string, action: () => void): void {
    refused.add(key);
    attempt(() => {
      action();
      refused.delete(key);
    });
  }

  const storage = attempt(open) ?? memoryStorage();
  return {
    getItem(key) {
      const found = refused.has(key) ? undefined : attempt(() => storage.getItem(key));
      return found === undefined ? (written.get(key) ?? null) : found;
    },
    setItem(key, value) {
      written.set(key, value);
      change(key, () => storage.setItem(key, value));
    },
    removeItem(key) {
      written.delete(key);
      change(key, () => storage.removeItem(key));
    },
  };
}

function warn(cause: unknown): void {
  console.warn(
    "[chatisle] This browser refuses to store the draft and unsent messages; a reload will lose them.",
    cause,
  );
}
