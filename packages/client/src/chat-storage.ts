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
 * A storage that may refuse (full, disabled, forbidden), made safe: from the first refusal on, strings are kept in
 * memory, so that nothing is lost while the page lives.
 * @param open - Called once. Reading `localStorage` itself throws where a browser forbids it.
 */
export function resilientStorage(open: () => ChatStorage | undefined): ChatStorage {
  let storage: ChatStorage;
  try {
    storage = open() ?? memoryStorage();
  } catch (cause) {
    storage = memoryStorage();
    warn(cause);
  }
  const written = new Map<string, string>();

  function attempt<Result>(action: (storage: ChatStorage) => Result): Result {
    try {
      return action(storage);
    } catch (cause) {
      warn(cause);
      const memory = memoryStorage();
      for (const [key, value] of written) memory.setItem(key, value);
      storage = memory;
      return action(storage);
    }
  }

  return {
    getItem: (key) => attempt((current) => current.getItem(key)),
    setItem(key, value) {
      written.set(key, value);
      attempt((current) => current.setItem(key, value));
    },
    removeItem(key) {
      written.delete(key);
      attempt((current) => current.removeItem(key));
    },
  };
}

function warn(cause: unknown): void {
  console.warn(
    "[chatisle] This browser refuses to store the draft and unsent messages; a reload will lose them.",
    cause,
  );
}
