import { expect, test } from "vitest";
import { formatDuration, formatRetried, formatSteps, formatTotals } from "../../scripts/test-run/summary.ts";

test.each([
  [0, "0.0 s"],
  [1_234, "1.2 s"],
  [59_949, "59.9 s"],
  [59_960, "1 min 00 s"],
  [125_000, "2 min 05 s"],
])("%i ms reads %s", (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test("the times of the steps stand under each other", () => {
  const steps = [
    { name: "build packages", duration: 9_000 },
    { name: "test", duration: 61_000 },
  ];
  expect(formatSteps(steps)).toBe("build packages  9.0 s\ntest            1 min 01 s");
});

test("the last line names skipped tests only when there are some", () => {
  expect(formatTotals({ passed: 3, failed: 1, skipped: 0 })).toBe("3 passed, 1 failed");
  expect(formatTotals({ passed: 3, failed: 0, skipped: 2 })).toBe("3 passed, 0 failed, 2 skipped");
});

test("a test that passed at its second try only is named with what it failed with", () => {
  expect(formatRetried([])).toBe("");
  expect(formatRetried([{ name: "a chat answers", reason: "Error: no answer" }])).toBe(
    "\nPassed at its second try only: a chat answers\nError: no answer\n",
  );
});
