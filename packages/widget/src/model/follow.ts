import type { Message } from "@chatisle/client";

/** Within this many CSS pixels of the end, a visitor follows the conversation. */
export const FOLLOW_DISTANCE = 48;

/**
 * Whether the transcript follows its end. It is decided by what the visitor last did, not by where the end is when
 * something arrives: a long message must not unpin.
 */
export type FollowState =
  | { readonly status: "following" }
  /** A question stands near the top, and the reply grows below it: nothing moves under a visitor who reads. */
  | { readonly status: "pinned"; readonly question: string }
  /** `lastSeen` is the id of the newest message at the moment the visitor scrolled away. */
  | { readonly status: "released"; readonly lastSeen: string | undefined };

export type FollowEvent =
  /** `distance` is how far the end is below, `by` how far the visitor has moved downwards; both in CSS pixels. */
  | {
      readonly type: "scrolled";
      readonly distance: number;
      readonly by: number;
      readonly newest: string | undefined;
    }
  /** The visitor has asked something, and nothing else is being answered. */
  | { readonly type: "asked"; readonly question: string }
  /** The visitor has asked for the end, or put a message in line. */
  | { readonly type: "end-wanted" };

export function follow(state: FollowState, event: FollowEvent): FollowState {
  switch (event.type) {
    case "end-wanted":
      return FOLLOWING;
    case "asked":
      return { status: "pinned", question: event.question };
    case "scrolled":
      return scrolled(state, event);
  }
}

function scrolled(state: FollowState, event: Extract<FollowEvent, { type: "scrolled" }>): FollowState {
  const isAtEnd = event.distance <= FOLLOW_DISTANCE;
  const released: FollowState = { status: "released", lastSeen: event.newest };
  // Our own placing, or a change of size.
  if (event.by === 0) return state;
  switch (state.status) {
    case "following":
      // Downward and still far from the end: our own smooth scrolling, or a visitor on the way.
      return event.by < 0 && !isAtEnd ? released : state;
    case "pinned":
      return event.by > 0 && isAtEnd ? FOLLOWING : released;
    case "released":
      return event.by > 0 && isAtEnd ? FOLLOWING : state;
  }
}

export const FOLLOWING: FollowState = { status: "following" };

/** The newest message with something to read in it: a reply without its first word is still to come. */
export function newestReadable(messages: readonly Message[]): string | undefined {
  return messages.findLast(({ role, parts }) => role === "user" || parts.length > 0)?.id;
}

/** How many messages have arrived below what the visitor sees. */
export function unseenCount(state: FollowState, messages: readonly Message[]): number {
  if (state.status !== "released") return 0;
  return messages.length - 1 - messages.findLastIndex((message) => message.id === state.lastSeen);
}
