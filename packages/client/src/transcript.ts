import type { OutboxItem } from "./outbox.js";
import { type Message, textOf } from "./protocol/index.js";

/** How many of the visitor's messages say exactly this. */
export function countTwins(messages: readonly Message[], text: string): number {
  return messages.filter((message) => message.role === "user" && textOf(message) === text).length;
}

/** The place of the message with this id, or, where it is not there, the end. */
export function placeOf(messages: readonly Message[], id: string | undefined): number {
  const place = id === undefined ? -1 : messages.findIndex((message) => message.id === id);
  return place === -1 ? messages.length : place;
}

/** The transcript as it is once the messages in line are sent: without what one of them takes the place of. */
export function withoutReplaced(shown: readonly Message[], waiting: readonly Message[]): readonly Message[] {
  const place = Math.min(...waiting.map(({ replaces }) => placeOf(shown, replaces)), shown.length);
  return place === shown.length ? shown : shown.slice(0, place);
}

/**
 * Whether a message that was sent with an unknown outcome is in the backend's history: under its id, or, for a
 * backend that does not keep ids, as one more message with its text than there were before.
 */
export function hasArrived(item: OutboxItem, history: readonly Message[], keepsIds: boolean): boolean {
  if (keepsIds) return history.some(({ id }) => id === item.id);
  if (item.replaces !== undefined && history.some(({ id }) => id === item.replaces)) return false;
  return item.twinsBefore !== null && countTwins(history, item.text) > item.twinsBefore;
}

/**
 * The transcript after the newest page of history was read again. The backend's word counts, with one exception: a
 * reply that was cut and that the backend did not keep stays on screen below its question, be it kept or not.
 */
export function mergeHistory(shown: readonly Message[], page: readonly Message[]): readonly Message[] {
  const place = shown.findLastIndex((message) => message.role === "user");
  const asked = shown[place];
  const last = page.at(-1);
  if (asked === undefined) return page;
  // The question is there under its id, and so is what came after it.
  if (last?.id !== asked.id && page.some(({ id }) => id === asked.id)) return page;
  const replies = shown.slice(place + 1).filter((reply) => reply.parts.length > 0);
  if (last !== undefined && isSame(last, asked)) return [...page, ...replies];
  const status = shown.at(-1)?.status;
  // One whose page was left still streams, as far as anybody knows.
  const isCut = status === "interrupted" || status === "streaming";
  return isCut && endsBefore(page, shown, place) ? [...page, asked, ...replies] : page;
}

const isSame = (one: Message, other: Message) =>
  one.role === other.role && (one.id === other.id || textOf(one) === textOf(other));

/** Whether a page of history ends where a question was asked: the backend has not kept it, or not yet. */
function endsBefore(page: readonly Message[], shown: readonly Message[], place: number): boolean {
  const [last, before, asked] = [page.at(-1), shown[place - 1], shown[place]];
  if (last === undefined || before === undefined || asked === undefined) return last === before;
  const text = textOf(asked);
  // What was said longer ago than the page tells says nothing about what is on it.
  const earlier = shown.slice(Math.max(place - page.length, 0), place);
  return isSame(last, before) && countTwins(page, text) <= countTwins(earlier, text);
}

/** The transcript with an older page before it; what is shown already is not shown twice. */
export function prependPage(shown: readonly Message[], page: readonly Message[]): readonly Message[] {
  const ids = new Set(shown.map((message) => message.id));
  return [...page.filter((message) => !ids.has(message.id)), ...shown];
}

/** A reply that nobody follows any more, because the page that did was left. */
export function interruptedByLeaving(reply: Message): Message {
  if (reply.status !== "streaming") return reply;
  const message = "The page was left before the reply was complete, and the backend does not have the rest.";
  return { ...reply, status: "interrupted", error: { code: "interrupted", message, isRetryable: true } };
}
