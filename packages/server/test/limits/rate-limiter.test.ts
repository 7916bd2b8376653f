import { expect, test } from "vitest";
import { memoryRateLimiter } from "../../src/limits/rate-limiter.js";
import { createManualClock } from "../support/manual-clock.js";

test("a bucket gives what it holds at once, then as much again over a minute", () => {
  const clock = createManualClock();
  const limiter = memoryRateLimiter(clock);
  const take = () => limiter.take("bucket", 4);
  expect([take(), take(), take(), take(), take()]).toEqual([null, null, null, null, 15]);
  clock.advance(14_999);
  expect(take()).toBe(1);
  clock.advance(1);
  expect([take(), take()]).toEqual([null, 15]);
  clock.advance(3_600_000);
  expect([take(), take(), take(), take(), take()]).toEqual([null, null, null, null, 15]);
});

test("buckets do not drain each other, and refusals cost nothing", () => {
  const clock = createManualClock();
  const limiter = memoryRateLimiter(clock);
  limiter.take("one", 1);
  for (let count = 0; count < 10; count += 1) expect(limiter.take("one", 1)).toBe(60);
  expect(limiter.take("other", 1)).toBeNull();
});

test("a clock that is set back neither gives nor takes", () => {
  let instant = 1_000_000;
  const limiter = memoryRateLimiter({ now: () => instant });
  limiter.take("bucket", 2);
  instant -= 500_000;
  expect([limiter.take("bucket", 2), limiter.take("bucket", 2)]).toEqual([null, 30]);
});

test("a flood of buckets forgets the one that was asked longest ago", () => {
  const limiter = memoryRateLimiter({ now: () => 0 });
  limiter.take("first", 1);
  limiter.take("second", 1);
  for (let count = 0; count < 99_999; count += 1) limiter.take(`flood ${count}`, 1);
  expect(limiter.take("second", 1)).toBe(60);
  expect(limiter.take("first", 1)).toBeNull();
});
