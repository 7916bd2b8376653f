import type { StoredMessage } from "../stores/store.js";
import { createInterruption, type Interruption } from "./interruption.js";
import { repeatReply, runTurn, type TurnDependencies, type TurnOutcome } from "./run-turn.js";
import { createTurnLog, type TurnLog } from "./turn-log.js";

/** A turn that somebody may follow. Following it, or ceasing to, does not change it. */
export interface Turn {
  /** The id of the visitor's message. */
  readonly id: string;
  /** Whether this is not the first answer to the message: it joins a running turn, or repeats a stored reply. */
  readonly isRepeated: boolean;
  readonly read: TurnLog["read"];
  /** Resolves when the turn has ended and its reply is stored. Never rejects. */
  readonly outcome: Promise<TurnOutcome>;
}

/**
 * Runs turns independently of the requests that ask for them: one at a time within a conversation, in the order they came.
 * It knows the turns of this process only; what has ended is in the store.
 */
export interface TurnRunner {
  /** Starts a turn for a stored message, or joins the one there is. Null: too many are waiting in this conversation. */
  join(conversation: string, message: StoredMessage): Turn | null;
  /** The turn that runs now. */
  running(conversation: string): Turn | null;
  /** Whether a further turn would be accepted. */
  hasRoom(conversation: string): boolean;
  /** Ends a turn and keeps its text; nothing happens when there is no such turn. */
  stop(conversation: string, id: string): void;
  /** Ends every turn of a conversation, keeps their text and waits until all are stored. */
  stopAll(conversation: string): Promise<void>;
  /** Interrupts every turn and waits until all are stored. */
  close(): Promise<void>;
}

interface QueuedTurn extends Turn {
  readonly interruption: Interruption;
}

/** One that runs and this many that wait: more than a person can type, less than a script can pile up. */
const MAX_WAITING = 8;

export function createTurnRunner(dependencies: TurnDependencies): TurnRunner {
  const queues = new Map<string, readonly QueuedTurn[]>();
  const queueOf = (conversation: string) => queues.get(conversation) ?? [];

  function enqueue(conversation: string, message: StoredMessage): QueuedTurn {
    const before = queueOf(conversation);
    const log = createTurnLog();
    const interruption = createInterruption();
    const outcome = (before.at(-1)?.outcome ?? Promise.resolve())
      .then(() => runTurn({ conversation, message, log, interruption }, dependencies))
      .finally(() => dequeue(conversation, turn));
    const turn: QueuedTurn = { id: message.id, isRepeated: false, read: log.read, outcome, interruption };
    queues.set(conversation, [...before, turn]);
    return turn;
  }

  function dequeue(conversation: string, turn: QueuedTurn): void {
    const rest = queueOf(conversation).filter((queued) => queued !== turn);
    if (rest.length > 0) queues.set(conversation, rest);
    else queues.delete(conversation);
  }

  const hasRoom = (conversation: string) => queueOf(conversation).length <= MAX_WAITING;

  return {
    join(conversation, message) {
      const queued = queueOf(conversation).find(({ id }) => id === message.id);
      if (queued !== undefined) return { ...queued, isRepeated: true };
      return hasRoom(conversation) ? enqueue(conversation, message) : null;
    },
    running: (conversation) => queueOf(conversation)[0] ?? null,
    hasRoom,
    stop(conversation, id) {
      queueOf(conversation)
        .find((turn) => turn.id === id)
        ?.interruption.interrupt("stopped");
    },
    async stopAll(conversation) {
      const turns = queueOf(conversation);
      for (const { interruption } of turns) interruption.interrupt("stopped");
      await Promise.all(turns.map(({ outcome }) => outcome));
    },
    async close() {
      const turns = [...queues.values()].flat();
      for (const { interruption } of turns) interruption.interrupt("closed");
      await Promise.all(turns.map(({ outcome }) => outcome));
    },
  };
}

/** A turn that has ended, told again from the store. */
export function endedTurn(id: string, reply: StoredMessage): Turn {
  const log = createTurnLog();
  const outcome = repeatReply(reply, log);
  if (outcome.status === "replied") log.append({ type: "finish", reason: outcome.reason });
  log.end();
  return { id, isRepeated: true, read: log.read, outcome: Promise.resolve(outcome) };
}
