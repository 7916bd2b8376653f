import type { Clock } from "./clock.js";

/** Resolves after a delay, in milliseconds, or as soon as the signal fires. */
export function pause(clock: Clock, delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancelTimer = clock.after(delay, conclude);
    signal.addEventListener("abort", conclude, { once: true });
    function conclude() {
      cancelTimer();
      signal.removeEventListener("abort", conclude);
      resolve();
    }
  });
}
