import { describe, expect, test } from "vitest";
import {
  healthDelay,
  misconfiguredDelay,
  recoveryDelay,
  rolloutDelay,
  throttleDelay,
  wakeDelay,
} from "../src/session-schedule.js";

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

describe("a thousand visitors' pages after an outage of thirty seconds", () => {
  const CLIENTS = 1_000;
  const OUTAGE = 30 * SECOND;

  /** A small generator, so that every run is the same. @see https://en.wikipedia.org/wiki/Linear_congruential_generator */
  function seeded(seed: number): () => number {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
  }

  /** Most arrivals in any second from `from` on. */
  function peak(arrivals: readonly number[], from: number): number {
    const seconds = new Map<number, number>();
    for (const at of arrivals) {
      if (at >= from) seconds.set(Math.floor(at / SECOND), (seconds.get(Math.floor(at / SECOND)) ?? 0) + 1);
    }
    return Math.max(...seconds.values());
  }

  test.each([1, 2, 3, 4, 5])("do not come back in one moment (seed %i)", (seed) => {
    const random = seeded(seed);
    const arrivals: number[] = [];
    for (let client = 0; client < CLIENTS; client++) {
      let at = 0;
      let delay = 0;
      for (let failures = 1; at < OUTAGE; failures++) {
        delay = recoveryDelay(failures, delay, random);
        at += delay;
        arrivals.push(at);
      }
    }
    expect(peak(arrivals, OUTAGE)).toBeLessThanOrEqual(CLIENTS * 0.1);
  });

  test.each([1, 2, 3])(
    "that were all told to wait thirty seconds do not come back in one moment (seed %i)",
    (seed) => {
      const random = seeded(seed);
      const arrivals = Array.from({ length: CLIENTS }, () => throttleDelay(30 * SECOND, random));
      expect(Math.min(...arrivals)).toBeGreaterThanOrEqual(30 * SECOND);
      expect(peak(arrivals, 0)).toBeLessThanOrEqual(CLIENTS * 0.1);
    },
  );

  test.each([1, 2, 3])("that all loaded in the same second spread their token health (seed %i)", (seed) => {
    const random = seeded(seed);
    const arrivals = Array.from({ length: CLIENTS }, () => healthDelay(300 * SECOND, true, random));
    expect(peak(arrivals, 0)).toBeLessThanOrEqual(CLIENTS * 0.1);
  });
});
