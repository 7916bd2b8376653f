import type { OutboxItem } from "./outbox.js";
import { type Message, textOf } from "./protocol/index.js";

/** How many of the visitor's messages say exactly this. */
export function countTwins(messages: readonly Message[], text: string): number {
  return messages.filter((message) => message.role === "user" && textOf(message) === text).length;
}

/**
 * Whether a message that was sent with an unknown outcome is in the backend's history: under its id, or, for a
 * backend that does not keep ids, as one more message with its text than there were before.
 */
export function hasArrived(item: OutboxItem, history: readonly Message[], keepsIds: boolean): boolean {
  if (keepsIds) return history.some(({ id }) => id === item.id);
  return item.twinsBefore !== null && countTwins(history, item.text) > item.twinsBefore;
}

/**
 * The transcript after the newest page of history was read again. The backend's word counts, with one exception: a
 * reply that was cut and that the backend did not keep stays on screen below its question.
 */
export function mergeHistory(shown: readonly Message[], page: readonly Message[]): readonly Message[] {
  const question = shown.findLastIndex((message) => message.role === "user");
  const replies = shown.slice(question + 1);
  const asked = shown[question];
  const last = page.at(-1);
  const isUnanswered =
    asked !== undefined && last?.role === "user" && (last.id === asked.id || textOf(last) === textOf(asked));
  return isUnanswered ? [...page, ...replies.filter((reply) => reply.parts.length > 0)] : page;
}

/** The transcript with an older page before it; what is shown already is not shown twice. */
export function prependPage(shown: readonly Message[], page: readonly Message[]): readonly Message[] {
  const ids = new Set(shown.map((message) => message.id));
  return [...page.filter((message) => !ids.has(message.id)), ...shown];
}
