import type { Message } from "@chatisle/client";

/** Within this many CSS pixels of the end, a visitor follows the conversation. */
export const FOLLOW_DISTANCE = 48;

/**
 * Whether the transcript follows its end. It is decided by what the visitor last did, not by where the end is when
 * something arrives: a long message must not unpin.
 */
export type FollowState =
  | { readonly status: "following" }
  /** `lastSeen` is the id of the newest message at the moment the visitor scrolled away. */
  | { readonly status: "released"; readonly lastSeen: string | undefined };

export type FollowEvent =
  /** `distance` is how far the end is below, `isUpward` whether the position moved towards the beginning. */
  | {
      readonly type: "scrolled";
      readonly distance: number;
      readonly isUpward: boolean;
      readonly newest: string | undefined;
    }
  /** The visitor has sent something, or asked for the end. */
  | { readonly type: "end-wanted" };

export function follow(state: FollowState, event: FollowEvent): FollowState {
  if (event.type === "end-wanted") return FOLLOWING;
  if (event.distance <= FOLLOW_DISTANCE) return FOLLOWING;
  // Downward and still far from the end: our own smooth scrolling, or a visitor on the way.
  return state.status === "following" && event.isUpward
    ? { status: "released", lastSeen: event.newest }
    : state;
}

export const FOLLOWING: FollowState = { status: "following" };

/** The newest message with something to read in it: a reply without its first word is still to come. */
export function newestReadable(messages: readonly Message[]): string | undefined {
  return messages.findLast(({ role, parts }) => role === "user" || parts.length > 0)?.id;
}

/** How many messages have arrived below what the visitor sees. */
export function unseenCount(state: FollowState, messages: readonly Message[]): number {
  if (state.status === "following") return 0;
  return messages.length - 1 - messages.findLastIndex((message) => message.id === state.lastSeen);
}
