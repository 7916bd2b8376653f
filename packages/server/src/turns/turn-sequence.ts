import type { ChatEvent } from "@chatisle/client/protocol";
import type { StoredEvent } from "../stores/turn-store.js";

/**
 * Sequence numbers of one turn. Its first one follows from the turn's number, which the store counts before the turn
 * begins: so they ascend without a write for each event, and never repeat after a crash.
 */
const SEQUENCE_SPAN = 1_000_000;

/** The turn that a sequence number is of; 0 for one that is of none. */
export function turnOfSequence(seq: number): number {
  return Math.floor(seq / SEQUENCE_SPAN);
}

/** Gives the events of a turn their places. */
export interface TurnSequence {
  next(event: ChatEvent): StoredEvent;
  /** Whether the turn has used up its share of numbers, but for the last. */
  isFull(): boolean;
}

export function createTurnSequence(turn: number): TurnSequence {
  let seq = turn * SEQUENCE_SPAN - 1;
  return {
    next(event) {
      seq += 1;
      return { seq, event };
    },
    isFull: () => seq >= lastSequence(turn) - 1,
  };
}

/** The last number of a turn: higher than that of whatever else was told of it, recorded or not. */
export function lastSequence(turn: number): number {
  return (turn + 1) * SEQUENCE_SPAN - 1;
}
