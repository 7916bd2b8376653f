import type { ChatFailure, FinishReason, Part } from "@chatisle/client/protocol";
import type { ChatStore, StoredMessage } from "../stores/store.js";
import type { Interruption } from "./interruption.js";
import { addChunk, EMPTY_REPLY, splitParts } from "./reply-progress.js";
import { transcriptOf, transcriptQuery } from "./transcript.js";
import type { TurnLog } from "./turn-log.js";
import { type ReplyEnding, type WriteReplyOptions, writeReply } from "./write-reply.js";

/** A reply as it is sent: its text, and the parts beyond. */
export interface ReplyBody {
  readonly id: string;
  readonly text: string;
  readonly parts: readonly Part[];
}

export type TurnOutcome =
  | { readonly status: "replied"; readonly reply: ReplyBody; readonly reason: FinishReason }
  | { readonly status: "failed"; readonly failure: ChatFailure };

export interface TurnTask {
  readonly conversation: string;
  /** The visitor's message, already stored. */
  readonly message: StoredMessage;
  readonly log: TurnLog;
  readonly interruption: Interruption;
}

export interface TurnDependencies extends WriteReplyOptions {
  readonly store: ChatStore;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Runs one turn to its end, into its log and the store. Never rejects. */
export async function runTurn(task: TurnTask, dependencies: TurnDependencies): Promise<TurnOutcome> {
  const outcome = await replyOnce(task, dependencies).catch((error: unknown): TurnOutcome => {
    dependencies.onError(error);
    return { status: "failed", failure: STORE_FAILURE };
  });
  task.log.append(
    outcome.status === "replied"
      ? { type: "finish", reason: outcome.reason }
      : { type: "error", error: outcome.failure },
  );
  task.log.end();
  return outcome;
}

async function replyOnce(task: TurnTask, dependencies: TurnDependencies): Promise<TurnOutcome> {
  const { conversation, message, log, interruption } = task;
  const { store, now, newId } = dependencies;
  const { turn, reply: earlier } = await store.openTurn(conversation, message.id);
  log.open(turn);
  if (earlier !== null && earlier.status !== "interrupted") return repeatReply(earlier, log);

  const id = earlier?.id ?? newId();
  const createdAt = now();
  log.append({ type: "start", id });
  const messages = transcriptOf(message, await store.messages(conversation, transcriptQuery(message)));
  const { progress, ending } = await writeReply(
    { id: message.id, sessionId: conversation, text: message.text, messages },
    log,
    interruption,
    dependencies,
  );
  const { status, ...result } = ENDINGS[ending];
  const reply: ReplyBody = { id, ...splitParts(progress.parts) };
  // Saved before the end is announced, so that whoever has seen the end finds the reply in the history. A reply that
  // was cut before it had anything to say is not kept.
  if (status === "done" || progress.parts.length > 0) {
    await store.saveReply(conversation, message.id, { ...reply, status, createdAt });
  }
  return "failure" in result
    ? { status: "failed", failure: result.failure }
    : { status: "replied", reply, reason: result.reason };
}

/** Tells a stored reply as the events of a turn. */
export function repeatReply(stored: StoredMessage, log: TurnLog): TurnOutcome {
  const { id, text, parts, status } = stored;
  log.append({ type: "start", id });
  for (const chunk of [text, ...parts]) {
    const { event } = addChunk(EMPTY_REPLY, chunk, text.length);
    if (event !== null) log.append(event);
  }
  return {
    status: "replied",
    reply: { id, text, parts },
    reason: status === "stopped" ? "stopped" : "stop",
  };
}

const STORE_FAILURE: ChatFailure = {
  code: "server",
  message:
    "The conversation could not be read or written. Send the message again; the backend's log has the reason.",
  isRetryable: true,
};

type Ending = { readonly status: StoredMessage["status"] } & (
  | { readonly reason: FinishReason }
  | { readonly failure: ChatFailure }
);

/** What each ending means for the store and for the client. */
const ENDINGS: Readonly<Record<ReplyEnding, Ending>> = {
  complete: { status: "done", reason: "stop" },
  length: { status: "done", reason: "length" },
  stopped: { status: "stopped", reason: "stopped" },
  failed: {
    status: "interrupted",
    failure: {
      code: "model",
      message: "The reply failed on the backend. Send the message again; the backend's log has the reason.",
      isRetryable: true,
    },
  },
  late: {
    status: "interrupted",
    failure: {
      code: "timeout",
      message:
        "The reply took longer than the backend allows. Send the message again, or raise `replyTimeout`.",
      isRetryable: true,
    },
  },
  closed: {
    status: "interrupted",
    failure: {
      code: "interrupted",
      message: "The backend is shutting down. Send the message again shortly.",
      isRetryable: true,
    },
  },
};
