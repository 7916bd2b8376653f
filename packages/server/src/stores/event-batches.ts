import type { StoredEvent } from "./turn-store.js";

/**
 * The events behind a position, from batches as they were written. A batch that is written again after a failure may
 * hold what the one before has brought already.
 */
export function eventsAfter(batches: readonly string[], after: number): readonly StoredEvent[] {
  let last = after;
  return batches
    .flatMap((batch) => JSON.parse(batch) as StoredEvent[])
    .filter(({ seq }) => {
      const isNew = seq > last;
      if (isNew) last = seq;
      return isNew;
    });
}
