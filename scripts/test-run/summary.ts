import type { RetriedTest, TestTotals } from "./test-totals.ts";

/** A finished step of a run. */
export interface Step {
  readonly name: string;
  /** Milliseconds. */
  readonly duration: number;
}

/** `12.3 s`, or `2 min 05 s` from a minute on. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** One line for each step, aligned. */
export function formatSteps(steps: readonly Step[]): string {
  const width = Math.max(0, ...steps.map((step) => step.name.length));
  return steps.map((step) => `${step.name.padEnd(width)}  ${formatDuration(step.duration)}`).join("\n");
}

/** `N passed, N failed`, with `, N skipped` when there are any. */
export function formatTotals({ passed, failed, skipped }: Omit<TestTotals, "retried">): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** Each test that passed only at its second try, with what it failed with at its first: nothing when there is none. */
export function formatRetried(retried: readonly RetriedTest[]): string {
  const told = retried.map(({ name, reason }) => `Passed at its second try only: ${name}\n${reason}\n`);
  return told.map((text) => `\n${text}`).join("");
}
