import type { ChatEvent } from "@chatisle/client/protocol";

/** An event with its place in the conversation. */
export interface SequencedEvent {
  /** Ascending within the conversation, also over turns and restarts. Null: told from the store, with no place. */
  readonly seq: number | null;
  readonly event: ChatEvent;
}

/** Where a reader begins. */
export interface TurnPosition {
  /** Only events with a higher `seq`. Default: all. */
  readonly after?: number;
  /** Marks a `start` as a repetition, so that the client empties the bubble it may have. Default: false. */
  readonly isReplay?: boolean;
  /** Ends the reading, not the turn. */
  readonly signal: AbortSignal;
}

/**
 * The events of one turn, for any number of readers that come and go. A reader who is slow reads later, and costs no
 * memory of its own.
 */
export interface TurnLog {
  append(entry: SequencedEvent): void;
  /** Nothing follows. */
  end(): void;
  read(position: TurnPosition): AsyncIterable<SequencedEvent>;
}

export function createTurnLog(): TurnLog {
  const events: SequencedEvent[] = [];
  const waiting = new Set<() => void>();
  let isEnded = false;

  function wakeAll(): void {
    for (const wake of waiting) wake();
    waiting.clear();
  }

  /** Resolves at the next change of the log, and when the signal fires. */
  function change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        signal.removeEventListener("abort", wake);
        waiting.delete(wake);
        resolve();
      };
      waiting.add(wake);
      signal.addEventListener("abort", wake);
    });
  }

  return {
    append(entry) {
      events.push(entry);
      wakeAll();
    },
    end() {
      isEnded = true;
      wakeAll();
    },
    async *read({ after, isReplay = false, signal }) {
      for (let index = 0; !signal.aborted; ) {
        const entry = events[index];
        if (entry !== undefined) {
          index += 1;
          if (after !== undefined && entry.seq !== null && entry.seq <= after) continue;
          const isRepeated = isReplay && entry.event.type === "start";
          yield isRepeated ? { ...entry, event: { ...entry.event, replay: true } } : entry;
        } else if (isEnded) return;
        else await change(signal);
      }
    },
  };
}
