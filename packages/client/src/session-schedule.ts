/** When the client asks the backend by itself. Every figure in milliseconds; `random` gives 0 up to, not including, 1. */

import type { SessionState } from "./session-state.js";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Between two token-health requests, unless the backend names another interval. */
export const HEALTH_INTERVAL = 5 * MINUTE;
/** After a visitor's return, an answer this fresh is good enough. */
export const FRESH = MINUTE;
const LONGEST_WAIT = 10 * MINUTE;
/** Failures in a row, from which on the client only looks now and then. */
const PATIENT_AFTER = 6;

const between = (low: number, high: number, random: () => number) => low + random() * (high - low);

/**
 * Until the next token-health request. Spread, because a deploy makes every page start at the same moment.
 * @param isFirst - The first one of a page is spread more.
 */
export function healthDelay(interval: number, isFirst: boolean, random: () => number): number {
  return interval * between(0.85, 1.15, random) + (isFirst ? between(0, 30 * SECOND, random) : 0);
}

/** After the page comes back to sight, wakes, or is online again: soon, yet not all tabs of the world at once. */
export function wakeDelay(random: () => number): number {
  return between(0, 2 * SECOND, random);
}

/**
 * Until the next try while the backend gives no answer: decorrelated jitter, then rarely.
 * @param failures - In a row, from 1.
 * @param previous - The delay before, 0 at first.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function recoveryDelay(failures: number, previous: number, random: () => number): number {
  if (failures <= 1) return between(0, 10 * SECOND, random);
  if (failures > PATIENT_AFTER) return between(MINUTE, 2 * MINUTE, random);
  return between(3 * SECOND, Math.max(3 * SECOND, Math.min(30 * SECOND, 3 * previous)), random);
}

/** After `Retry-After`: never earlier, and spread, so that the wait does not end for everybody in the same second. */
export function throttleDelay(retryAfter: number, random: () => number): number {
  return Math.min(retryAfter + between(0, Math.max(5 * SECOND, 0.5 * retryAfter), random), LONGEST_WAIT);
}

/** Before a session is asked about again that one node did not know: a rolling deploy takes a while. */
export function rolloutDelay(random: () => number): number {
  return between(5 * SECOND, 20 * SECOND, random);
}

/** A configuration is not mended by asking, but a page may stay open while it is. */
export function misconfiguredDelay(random: () => number): number {
  return 5 * MINUTE * between(0.85, 1.15, random);
}

/** What token health says about the time that is left, in milliseconds, as far as the backend tells. */
export interface RemainingTime {
  /** Until the backend wants to be asked again; 0: the session is to be renewed now. */
  readonly refreshIn?: number;
  /** Until the session ends without a renewal. */
  readonly expiresIn?: number;
}

/**
 * Whether a session is to be renewed now, because it would not last until the next look at its health.
 * @param interval - Between two looks.
 */
export function isRenewalDue({ refreshIn, expiresIn }: RemainingTime, interval: number): boolean {
  return refreshIn === 0 || (expiresIn !== undefined && expiresIn < interval * 1.15 + MINUTE / 2);
}

/** What the schedule depends on besides the session's state. */
export interface Outlook {
  /** Whether the session's health is looked at while all is well. */
  readonly isWatched: boolean;
  /** Whether the next look at the health is the page's first. */
  readonly isFirstHealth: boolean;
  /** The delay before, 0 at first. */
  readonly lastDelay: number;
  readonly random: () => number;
}

/** A request that the client makes by itself: who the visitor is, or how the session fares. */
export interface NextLook {
  readonly asks: "session" | "health";
  readonly delay: number;
}

/** What the client asks next by itself; null: nothing, until something happens. */
export function nextLook(state: SessionState, outlook: Outlook): NextLook | null {
  const { isWatched, isFirstHealth, lastDelay, random } = outlook;
  switch (state.status) {
    case "anonymous":
    case "active": {
      if (state.session === null || !isWatched) return null;
      const interval = state.session.refreshIn ?? HEALTH_INTERVAL;
      return { asks: "health", delay: healthDelay(interval, isFirstHealth, random) };
    }
    case "unavailable":
      return { asks: "session", delay: recoveryDelay(state.failures, lastDelay, random) };
    case "misconfigured":
      return { asks: "session", delay: misconfiguredDelay(random) };
    case "throttled":
      return { asks: "session", delay: throttleDelay(state.failure.retryAfter ?? 0, random) };
    case "renewing":
      return { asks: "session", delay: rolloutDelay(random) };
    case "boot":
    case "expired":
    case "sign-in-required":
    case "disposed":
      return null;
  }
}
