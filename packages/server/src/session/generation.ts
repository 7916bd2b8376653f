import type { SessionRecord } from "../stores/session-store.js";

/** The generation of a session's first token; each renewal counts one up. */
export const FIRST_GENERATION = 1;

/**
 * How long a token is accepted after its successor was first presented: requests and answers overtake each other. A
 * minute, and another for the instances' clocks.
 */
const OVERLAP_MS = 120_000;

/**
 * - `current`: in order.
 * - `newer`: in order, and presented for the first time.
 * - `reused`: replaced long ago. Either a thief or the visitor has a copy, and nobody can tell which.
 */
export type GenerationVerdict = "current" | "newer" | "reused";

/** Whether a valid token may still be used, by what the store knows of its session. */
export function judgeGeneration(
  generation: number,
  record: SessionRecord | null,
  now: number,
): GenerationVerdict {
  const highest = record?.generation ?? FIRST_GENERATION;
  if (generation > highest) return "newer";
  if (record === null || generation === highest) return "current";
  const isOverlapping = generation === highest - 1 && now - record.presentedAt < OVERLAP_MS;
  return isOverlapping ? "current" : "reused";
}
