/** Why a turn is ended before its reply is complete: by the visitor, by `close`, by the time limit. */
export type InterruptionReason = "stopped" | "closed" | "late";

/** Ends a turn early. The first reason holds. */
export interface Interruption {
  /** What the reply gets: an ordinary abort, which says nothing about the reason. */
  readonly signal: AbortSignal;
  /** Null while nothing interrupts. */
  reason(): InterruptionReason | null;
  interrupt(reason: InterruptionReason): void;
}

export function createInterruption(): Interruption {
  const controller = new AbortController();
  let first: InterruptionReason | null = null;
  return {
    signal: controller.signal,
    reason: () => first,
    interrupt(reason) {
      first ??= reason;
      controller.abort();
    },
  };
}

/**
 * Waits for a promise, but not longer than a signal allows: a reply that ignores its signal must not hold up the visitor.
 * @throws The signal's reason, once it fires.
 */
export async function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  let stopListening = () => {};
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    stopListening = () => signal.removeEventListener("abort", abort);
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    stopListening();
  }
}
