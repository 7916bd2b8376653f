import type { ChatStorage } from "./chat-storage.js";
import type { Clock } from "./clock.js";
import type { ChatFailure } from "./protocol/index.js";

/** Remembers, beyond the page, when the visitor asked something whose reply may be under way: a reload ends only the way to it. */
export interface OpenQuestion {
  /** Epoch milliseconds; 0 when the reply to the last question is over. */
  askedAt(): number;
  /** A question goes to the backend. */
  note(): void;
  /** The way to its reply has ended; null: with the reply. */
  settle(failure: ChatFailure | null): void;
  forget(): void;
}

export function createOpenQuestion(
  storage: ChatStorage,
  key: string,
  { now }: Pick<Clock, "now">,
): OpenQuestion {
  const forget = () => storage.removeItem(key);
  return {
    askedAt: () => Number(storage.getItem(key)),
    note: () => storage.setItem(key, String(now())),
    settle(failure) {
      // What can be tried again tells nothing of what the backend does with the question, unless its model has failed.
      if (failure?.isRetryable !== true || failure.code === "model") forget();
    },
    forget,
  };
}
