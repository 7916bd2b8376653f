import type { Clock } from "../../src/clock.js";

export interface ManualClock extends Clock {
  /** Moves time on, running what falls due in the order it was due, also what that schedules in turn. */
  advance(milliseconds: number): void;
  /** Milliseconds until the next timer is due, infinite when none waits. */
  untilNext(): number;
  /** How many timers still wait. */
  pending(): number;
}

/**
 * A clock that stands still until it is advanced.
 * @param start - Epoch milliseconds.
 */
export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  interface Timer {
    readonly due: number;
    readonly run: () => void;
  }
  const timers = new Set<Timer>();
  let time = start;

  return {
    now: () => time,
    after(delay, run) {
      const timer = { due: time + Math.max(delay, 0), run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(milliseconds) {
      const end = time + milliseconds;
      for (;;) {
        // Sorting is stable: timers of one instant run in the order they were made.
        const [next] = [...timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
        if (next === undefined) break;
        timers.delete(next);
        time = next.due;
        next.run();
      }
      time = end;
    },
    untilNext: () => Math.min(...[...timers].map(({ due }) => due)) - time,
    pending: () => timers.size,
  };
}
