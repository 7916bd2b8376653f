import { type Clock, systemClock } from "../clock.js";

/** A clock that runs as any does, and can leap ahead. */
export interface SkippingClock extends Clock {
  /** Lets milliseconds be over at once; what falls due within them runs. */
  skip(milliseconds: number): void;
}

export function skippingClock(): SkippingClock {
  const timers = new Set<{ readonly due: number; readonly fire: () => void }>();
  let skipped = 0;
  const now = () => systemClock.now() + skipped;
  return {
    now,
    after(delay, run) {
      const timer = { due: now() + delay, fire };
      const cancelTimer = systemClock.after(delay, fire);
      function fire() {
        cancel();
        run();
      }
      function cancel() {
        cancelTimer();
        timers.delete(timer);
      }
      timers.add(timer);
      return cancel;
    },
    skip(milliseconds) {
      skipped += milliseconds;
      for (const { due, fire } of [...timers]) if (due <= now()) fire();
    },
  };
}
