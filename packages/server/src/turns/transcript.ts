import type { StoredMessage } from "../stores/store.js";
import type { TranscriptMessage } from "./reply.js";

/** How much of a conversation a reply is given, in messages. */
const TRANSCRIPT_LENGTH = 50;
/** How far behind a message the replies to those before it may be stored: it may have waited with others. */
const WINDOW = 20;

/** What to read from the store for {@link transcriptOf}. */
export function transcriptQuery(message: StoredMessage): { readonly before: number; readonly limit: number } {
  return { before: message.seq + WINDOW, limit: TRANSCRIPT_LENGTH + WINDOW };
}

/**
 * The conversation as it led to a visitor's message, which is the last one. Leaves out the messages that came while this
 * one waited, and keeps the replies to those before it, though they are stored behind it.
 */
export function transcriptOf(
  message: StoredMessage,
  rows: readonly StoredMessage[],
): readonly TranscriptMessage[] {
  const earlier = new Set(rows.filter(({ seq }) => seq < message.seq).map(({ id }) => id));
  return rows
    .filter(({ id, replyTo }) => earlier.has(id) || (replyTo !== undefined && earlier.has(replyTo)))
    .slice(1 - TRANSCRIPT_LENGTH)
    .concat(message)
    .map(({ role, text, parts }) => ({ role, text, parts }));
}
