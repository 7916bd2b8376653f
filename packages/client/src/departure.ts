import type { ChatStorage } from "./chat-storage.js";
import { type AdapterContext, ChatError, type ChatFailure, type Protocol } from "./protocol/index.js";

export interface DepartureOptions {
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  readonly storage: ChatStorage;
  readonly key: string;
}

/**
 * A sign-out that the backend has to be told of. Its cookie is out of a script's reach, so as long as it was not told
 * it would take the next visitor for the last one: that is made good before it is asked anything else, on a later page
 * if need be.
 */
export interface Departure {
  /** Whether the backend has still to be told. */
  isDue(): boolean;
  /** The backend has to be told. */
  note(): void;
  /** Tells it, if it has to be told. @returns What went wrong, null when there is nothing left to tell. */
  tell(abort: AbortSignal): Promise<ChatFailure | null>;
}

export function createDeparture({ protocol, context, storage, key }: DepartureOptions): Departure {
  let telling: Promise<ChatFailure | null> | undefined;

  async function signOut(abort: AbortSignal): Promise<ChatFailure | null> {
    try {
      await protocol.signOut?.(context, abort);
    } catch (cause) {
      if (!(cause instanceof ChatError)) throw cause;
      const isOver = cause.code === "auth";
      // A token is gone with the page: what cannot be told with it now, cannot be told later.
      const mayWork = (cause.isRetryable || cause.code === "aborted") && !context.credential.isHeld;
      if (!mayWork) storage.removeItem(key);
      return isOver ? null : cause.toJSON();
    } finally {
      context.credential.drop();
    }
    storage.removeItem(key);
    return null;
  }

  const isDue = () => storage.getItem(key) !== null;

  return {
    isDue,
    note: () => storage.setItem(key, "1"),
    tell(abort) {
      if (!isDue()) return Promise.resolve(null);
      telling ??= signOut(abort).finally(() => {
        telling = undefined;
      });
      return telling;
    },
  };
}
