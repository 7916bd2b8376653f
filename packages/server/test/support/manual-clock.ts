import type { Schedule } from "../../src/index.js";

/** A clock that stands still until a test moves it. */
export interface ManualClock {
  readonly now: () => number;
  readonly schedule: Schedule;
  /** Moves the clock and calls what has become due, in order. */
  advance(milliseconds: number): void;
  /** How many calls are still to come. */
  pending(): number;
}

export function createManualClock(start = Date.UTC(2030, 0, 15, 12)): ManualClock {
  let instant = start;
  const calls = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    now: () => instant,
    schedule(delay, callback) {
      const call = { at: instant + delay, callback };
      calls.add(call);
      return () => calls.delete(call);
    },
    advance(milliseconds) {
      const end = instant + milliseconds;
      for (;;) {
        const [next] = [...calls].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
        if (next === undefined) break;
        calls.delete(next);
        instant = next.at;
        next.callback();
      }
      instant = end;
    },
    pending: () => calls.size,
  };
}
