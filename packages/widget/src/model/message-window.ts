import type { Message } from "@chatisle/client";

/** How many messages come into the page at once. */
export const PAGE = 50;

/** How many stand in the page at most before those at the far end are taken out. */
export const MOST = 150;

/** Which part of a long conversation is in the page. */
export interface MessageWindow {
  /** The id of the oldest message; undefined: as many as make a page. */
  readonly first?: string | undefined;
  /** The id of the newest message; undefined: the end, which moves. */
  readonly last?: string | undefined;
}

/** The end of the conversation. */
export const LATEST: MessageWindow = {};

/** Where a window begins and, exclusively, ends. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** The part of the messages that is in the page. What has left the conversation bounds nothing. */
export function rangeOf({ first, last }: MessageWindow, messages: readonly Message[]): Range {
  const end = last === undefined ? -1 : messages.findIndex(({ id }) => id === last);
  const to = end === -1 ? messages.length : end + 1;
  const start = first === undefined ? -1 : messages.findIndex(({ id }) => id === first);
  const from = start === -1 || start >= to ? to - PAGE : start;
  return { from: Math.max(from, 0), to };
}

/** One page more of older messages; the newest leave when there are too many. */
export function withOlder(window: MessageWindow, messages: readonly Message[]): MessageWindow {
  const { from, to } = rangeOf(window, messages);
  const start = Math.max(from - PAGE, 0);
  return windowOf({ from: start, to: Math.min(to, start + MOST) }, messages);
}

/** One page more of newer messages; the oldest leave when there are too many. */
export function withNewer(window: MessageWindow, messages: readonly Message[]): MessageWindow {
  const { from, to } = rangeOf(window, messages);
  const end = Math.min(to + PAGE, messages.length);
  return windowOf({ from: Math.max(from, end - MOST), to: end }, messages);
}

/** A window that holds a message: the same one if it does, else one with the message in its middle. */
export function withMessage(window: MessageWindow, messages: readonly Message[], id: string): MessageWindow {
  const index = messages.findIndex((message) => message.id === id);
  const { from, to } = rangeOf(window, messages);
  if (index < 0 || (index >= from && index < to)) return window;
  const start = Math.max(index - PAGE / 2, 0);
  return windowOf({ from: start, to: Math.min(start + PAGE, messages.length) }, messages);
}

function windowOf({ from, to }: Range, messages: readonly Message[]): MessageWindow {
  return { first: messages[from]?.id, last: to === messages.length ? undefined : messages[to - 1]?.id };
}
