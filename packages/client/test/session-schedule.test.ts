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
