import { describe, expect, test } from "vitest";
import {
  healthDelay,
  misconfiguredDelay,
  nextLook,
  recoveryDelay,
  rolloutDelay,
  throttleDelay,
  wakeDelay,
} from "../src/session-schedule.js";
import type { SessionState } from "../src/session-state.js";

const SECOND = 1_000;
const almostOne = 1 - Number.EPSILON;

describe("delays stay within their bounds", () => {
  test.each([
    ["health", (random: () => number) => healthDelay(300 * SECOND, false, random), 255, 345],
    ["the first health", (random: () => number) => healthDelay(300 * SECOND, true, random), 255, 375],
    ["waking", wakeDelay, 0, 2],
    ["the first recovery", (random: () => number) => recoveryDelay(1, 0, random), 0, 10],
    ["the second recovery", (random: () => number) => recoveryDelay(2, 5 * SECOND, random), 3, 15],
    ["a later recovery", (random: () => number) => recoveryDelay(5, 60 * SECOND, random), 3, 30],
    ["a patient recovery", (random: () => number) => recoveryDelay(7, 30 * SECOND, random), 60, 120],
    ["Retry-After: 0", (random: () => number) => throttleDelay(0, random), 0, 5],
    ["Retry-After: 7", (random: () => number) => throttleDelay(7 * SECOND, random), 7, 12],
    ["Retry-After: 60", (random: () => number) => throttleDelay(60 * SECOND, random), 60, 90],
    ["a rollout", rolloutDelay, 5, 20],
    ["a fault of configuration", misconfiguredDelay, 255, 345],
  ])("%s", (_name, delay, low, high) => {
    expect(delay(() => 0) / SECOND).toBeCloseTo(low, 6);
    expect(delay(() => almostOne) / SECOND).toBeCloseTo(high, 6);
  });

  test("no wait is longer than ten minutes", () => {
    expect(throttleDelay(10_000_000, () => 0.5)).toBe(600 * SECOND);
  });
});

describe("what is asked next", () => {
  const session = { id: "s1", isAnonymous: false };
  const failure = { code: "server", message: "", isRetryable: true } as const;
  const outlook = { isWatched: true, isFirstHealth: false, lastDelay: 0, random: () => 0 };
  const away = { status: "unavailable", session, failure, reach: "failing" } as const;

  test.each<[string, SessionState, { asks: "session" | "health"; delay: number } | null]>([
    ["before anything is known", { status: "boot" }, null],
    ["without a session", { status: "anonymous", session: null }, null],
    ["with a session", { status: "active", session }, { asks: "health", delay: 255 * SECOND }],
    [
      "with a session that names its own interval",
      { status: "active", session: { ...session, refreshIn: 60 * SECOND } },
      { asks: "health", delay: 51 * SECOND },
    ],
    ["in an outage", { ...away, failures: 2 }, { asks: "session", delay: 3 * SECOND }],
    ["in a long outage", { ...away, failures: 7 }, { asks: "session", delay: 60 * SECOND }],
    [
      "when it was asked to wait",
      { status: "throttled", session, failure: { ...failure, retryAfter: 7 * SECOND } },
      { asks: "session", delay: 7 * SECOND },
    ],
    ["after a 401", { status: "renewing", session }, { asks: "session", delay: 5 * SECOND }],
    [
      "of a backend that refuses this site",
      { status: "misconfigured", session, failure },
      { asks: "session", delay: 255 * SECOND },
    ],
    ["once the session is over", { status: "expired" }, null],
    ["once the visitor has to sign in", { status: "sign-in-required", session }, null],
    ["after the end", { status: "disposed" }, null],
  ])("%s", (_when, state, look) => {
    expect(nextLook(state, outlook)).toEqual(look);
  });

  test("is not the health of a session that nobody watches", () => {
    expect(nextLook({ status: "active", session }, { ...outlook, isWatched: false })).toBeNull();
  });
});
