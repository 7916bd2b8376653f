import { loadLater } from "./load-later.js";
import type { Outcome } from "./outcome.js";
import { ChatError, type ChatEvent } from "./protocol/index.js";

/** The code that reads replies. */
export type Replies = typeof import("./replies.js");

/**
 * The code that reads replies.
 * @throws {@link ChatError} `network` when it cannot be loaded: the next call tries again.
 */
export const replies = (): Promise<Replies> => loadLater("reading replies", () => import("./replies.js"));

/** Loads what reads replies, or says why it cannot be loaded: the next call tries again. */
export async function loadReplies(): Promise<Outcome<Replies>> {
  try {
    return { ok: true, value: await replies() };
  } catch (cause) {
    if (!(cause instanceof ChatError)) throw cause;
    return { ok: false, failure: cause.toJSON() };
  }
}

/** The events that the code for replies gives, or the one that says why it cannot be loaded. */
export async function* withReplies(
  ask: (replies: Replies) => AsyncIterable<ChatEvent>,
): AsyncGenerator<ChatEvent, void, undefined> {
  const loaded = await loadReplies();
  if (!loaded.ok) return yield { type: "error", error: loaded.failure };
  yield* ask(loaded.value);
}
