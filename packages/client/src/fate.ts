import type { ChatFailure } from "./protocol/index.js";

/**
 * What becomes of a message that was not accepted: it goes again at once, is looked for because the backend may have it
 * from an earlier try, waits for better times, or has failed.
 */
export type Fate = "again" | "sought" | "held" | "failed";

/** How often a message goes by itself to a backend that de-duplicates, before the visitor is asked. */
const MAX_TRIES = 5;

export interface Circumstances {
  /** How often it was sent without the visitor's asking, from 1. */
  readonly tries: number;
  /** How many of these tries came to the same, from 1: to the same code, and to the same of the session. */
  readonly alike: number;
  /** What the session came to after the failure: in order, renewed just now, or in a trouble that will end. */
  readonly session: "well" | "renewed" | "troubled";
  readonly isDeduplicating: boolean;
}

/**
 * Decides what becomes of a message. A readable refusal (401, 429) says that it was not accepted, so it may go once
 * more; after an unknown outcome it may only where it cannot be doubled.
 */
export function fateOf(failure: ChatFailure, circumstances: Circumstances): Fate {
  const { tries, alike, session, isDeduplicating } = circumstances;
  // The backend is at the message already: it says so, or its answer began and broke off before its first word.
  const isThere = failure.status === 409 || failure.code === "interrupted";
  if (isThere && isDeduplicating) return tries <= MAX_TRIES ? "sought" : "failed";
  // Whoever comes back to the page wakes what waits.
  if (failure.code === "aborted") return isDeduplicating ? "held" : "failed";
  if (session === "renewed") return alike === 1 ? "again" : "failed";
  // Without an end of a trouble in sight, nothing would ever wake a message that waits.
  if (session === "well") return "failed";
  if (failure.code === "auth") return "held";
  if (failure.code === "rate") return alike === 1 ? "held" : "failed";
  // The page that a proxy or a network's own sign-in gives in place of an answer passes, like an outage.
  const mayPass = failure.isRetryable || failure.code === "protocol";
  return isDeduplicating && mayPass && tries <= MAX_TRIES ? "held" : "failed";
}
