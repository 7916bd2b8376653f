import type { ChatFailure, FinishReason } from "@chatisle/client/protocol";
import type { Observer } from "../observe/backend-event.js";
import type { ConversationKey } from "../stores/conversation-key.js";
import type { ChatStore, StoredMessage } from "../stores/store.js";
import type { TurnEnding } from "../stores/turn-store.js";
import type { Interruption } from "./interruption.js";
import type { ReplyTurn } from "./reply.js";
import { splitParts } from "./reply-progress.js";
import { readTranscript } from "./transcript.js";
import type { ReplyBody, TurnOutcome } from "./turn.js";
import { TURN_FAILURES } from "./turn-failures.js";
import type { TurnLog } from "./turn-log.js";
import { createTurnRecorder } from "./turn-recorder.js";
import { createTurnSequence } from "./turn-sequence.js";
import { type ReplyEnding, type WriteReplyOptions, writeReply } from "./write-reply.js";

export interface TurnTask {
  readonly conversation: ConversationKey;
  /** The visitor's message, already stored. */
  readonly message: StoredMessage;
  /** The turn's number. */
  readonly turn: number;
  /** The reply that this one takes the place of, and whose id it keeps. */
  readonly earlier: StoredMessage | null;
  readonly log: TurnLog;
  readonly interruption: Interruption;
  /** Resolves when every turn before this one has ended. */
  readonly isNext: () => Promise<void>;
  /**
   * Ends the turn in the store.
   * @returns Whether it did: somebody else may have given the turn up as lost.
   */
  readonly end: (ending: TurnEnding) => Promise<boolean>;
}

export interface TurnDependencies extends WriteReplyOptions {
  readonly store: ChatStore;
  readonly readFile: ReplyTurn["readFile"];
  readonly now: () => number;
  readonly newId: () => string;
  readonly observe: Observer;
}

/** Runs one turn to its end, into its log and the store. Never rejects. */
export async function runTurn(task: TurnTask, dependencies: TurnDependencies): Promise<TurnOutcome> {
  const outcome = await replyOnce(task, dependencies).catch((error: unknown): TurnOutcome => {
    dependencies.onError(error);
    task.log.append({ seq: null, event: { type: "error", error: TURN_FAILURES.store } });
    return { status: "failed", failure: TURN_FAILURES.store };
  });
  task.log.end();
  return outcome;
}

async function replyOnce(task: TurnTask, dependencies: TurnDependencies): Promise<TurnOutcome> {
  const { conversation, message, turn, log, interruption } = task;
  const { store, now, newId, readFile, schedule, onError, observe } = dependencies;
  const sequence = createTurnSequence(turn);
  const recorder = createTurnRecorder({
    append: (events) => store.appendEvents(conversation, turn, events),
    schedule,
    onError,
  });
  const id = task.earlier?.id ?? newId();
  const createdAt = now();

  async function write() {
    await task.isNext();
    const start = sequence.next({ type: "start", id });
    recorder.record(start);
    log.append(start);
    const messages = await readTranscript(conversation, message, store);
    const { text, parts } = message;
    const { owner: sessionId, id: conversationId } = conversation;
    return writeReply(
      { id: message.id, sessionId, conversationId, text, parts, messages, readFile },
      {
        write(event) {
          const entry = sequence.next(event);
          recorder.record(entry);
          log.append(entry);
        },
        isFull: sequence.isFull,
      },
      interruption,
      dependencies,
    );
  }

  const written = await write().catch((error: unknown) => {
    onError(error);
    return null;
  });
  observe({ type: "reply", ending: written?.ending ?? "failed", duration: now() - createdAt });
  const events = await recorder.rest();
  if (written === null) {
    const last = sequence.next({ type: "error", error: TURN_FAILURES.store });
    log.append(last);
    await task.end({ events: [...events, last], reply: null });
    return { status: "failed", failure: TURN_FAILURES.store };
  }

  const { status, ...result } = ENDINGS[written.ending];
  const reply: ReplyBody = { id, ...splitParts(written.progress.parts) };
  const last = sequence.next(
    "failure" in result
      ? { type: "error", error: result.failure }
      : { type: "finish", reason: result.reason },
  );
  // Saved before the end is announced, so that whoever has seen the end finds the reply in the history. A reply that
  // was cut before it had anything to say is not kept.
  const isKept = status === "done" || reply.text !== "" || reply.parts.length > 0;
  const isEnded = await task.end({
    events: [...events, last],
    reply: isKept ? { ...reply, status, createdAt } : null,
  });
  if (!isEnded) {
    log.append({ ...last, event: { type: "error", error: TURN_FAILURES.lost } });
    return { status: "failed", failure: TURN_FAILURES.lost };
  }
  log.append(last);
  return "failure" in result
    ? { status: "failed", failure: result.failure }
    : { status: "replied", reply, reason: result.reason };
}

type Ending = { readonly status: StoredMessage["status"] } & (
  | { readonly reason: FinishReason }
  | { readonly failure: ChatFailure }
);

/** What each ending means for the store and for the client. */
const ENDINGS: Readonly<Record<ReplyEnding, Ending>> = {
  complete: { status: "done", reason: "stop" },
  length: { status: "done", reason: "length" },
  stopped: { status: "stopped", reason: "stopped" },
  failed: { status: "interrupted", failure: TURN_FAILURES.model },
  late: { status: "interrupted", failure: TURN_FAILURES.late },
  closed: { status: "interrupted", failure: TURN_FAILURES.closed },
};
