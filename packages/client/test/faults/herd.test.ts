import { describe, expect, test } from "vitest";
import { healthDelay, recoveryDelay, throttleDelay } from "../../src/session-schedule.js";
import { SECOND } from "../support/page-under-test.js";
import { seeded } from "../support/seeded.js";

describe("a thousand visitors' pages after an outage of thirty seconds", () => {
  const CLIENTS = 1_000;
  const OUTAGE = 30 * SECOND;

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
