/**
 * Calls `callback` once after `delay` milliseconds.
 * @returns Cancels the call; harmless afterwards.
 */
export type Schedule = (delay: number, callback: () => void) => () => void;

/** The runtime's own timers. */
export const schedule: Schedule = (delay, callback) => {
  const timer = setTimeout(callback, delay);
  return () => clearTimeout(timer);
};
