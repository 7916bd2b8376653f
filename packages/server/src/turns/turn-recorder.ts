import type { Schedule } from "../schedule.js";
import type { StoredEvent } from "../stores/turn-store.js";

/** Brings the events of a turn into the store while it runs, some at a time: a write for every word would cost too much. */
export interface TurnRecorder {
  record(event: StoredEvent): void;
  /** Writes no more. Resolves to the events that are not in the store. */
  rest(): Promise<readonly StoredEvent[]>;
}

export interface TurnRecorderOptions {
  readonly append: (events: readonly StoredEvent[]) => Promise<void>;
  readonly schedule: Schedule;
  readonly onError: (error: unknown) => void;
}

/** What followers at another instance wait for a word at most. */
const PAUSE_MS = 150;
const PAUSE_AFTER_FAILURE_MS = 2_000;

export function createTurnRecorder({ append, schedule, onError }: TurnRecorderOptions): TurnRecorder {
  let waiting: StoredEvent[] = [];
  let state: "idle" | "busy" | "closed" = "idle";
  let writing = Promise.resolve();
  let cancelPause = () => {};

  function write(): void {
    const batch = waiting;
    waiting = [];
    state = "busy";
    writing = append(batch).then(
      () => pause(PAUSE_MS),
      (error: unknown) => {
        onError(error);
        waiting = [...batch, ...waiting];
        pause(PAUSE_AFTER_FAILURE_MS);
      },
    );
  }

  function pause(delay: number): void {
    if (state === "closed") return;
    cancelPause = schedule(delay, () => {
      state = "idle";
      if (waiting.length > 0) write();
    });
  }

  return {
    record(event) {
      waiting.push(event);
      if (state === "idle") write();
    },
    async rest() {
      state = "closed";
      cancelPause();
      await writing;
      return waiting;
    },
  };
}
