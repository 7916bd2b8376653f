import type { ChatEvent } from "@chatisle/client/protocol";
import type { Schedule } from "../schedule.js";
import { abortable, type Interruption, type InterruptionReason } from "./interruption.js";
import type { Reply, ReplyChunk, ReplyTurn } from "./reply.js";
import { addChunk, EMPTY_REPLY, type ReplyProgress } from "./reply-progress.js";

/** How a reply came to its end. `length`: it reached the limit and was cut. `failed`: it threw. */
export type ReplyEnding = "complete" | "length" | "failed" | InterruptionReason;

export interface WriteReplyOptions {
  readonly reply: Reply;
  readonly schedule: Schedule;
  /** Milliseconds. */
  readonly replyTimeout: number;
  /** Characters. */
  readonly maxReplyLength: number;
  readonly onError: (error: unknown) => void;
}

/** Where the events of a reply go. */
export interface ReplySink {
  write(event: ChatEvent): void;
  /** Whether it takes no more. */
  isFull(): boolean;
}

/** Calls the reply and puts its pieces into the sink, until it ends, fails or is interrupted. Never rejects. */
export async function writeReply(
  turn: Omit<ReplyTurn, "signal">,
  sink: ReplySink,
  interruption: Interruption,
  { reply, schedule, replyTimeout, maxReplyLength, onError }: WriteReplyOptions,
): Promise<{ readonly progress: ReplyProgress; readonly ending: ReplyEnding }> {
  const { signal } = interruption;
  const cancelTimeout = schedule(replyTimeout, () => interruption.interrupt("late"));
  let progress = EMPTY_REPLY;
  let chunks: AsyncIterator<ReplyChunk> | null = null;

  /** Lets the reply clean up, without waiting for it: it may be stuck. */
  function abandon(): void {
    Promise.resolve(chunks?.return?.()).catch(onError);
  }

  try {
    signal.throwIfAborted();
    const answer = await abortable(Promise.resolve(reply({ ...turn, signal })), signal);
    chunks = (typeof answer === "string" ? single(answer) : answer)[Symbol.asyncIterator]();
    for (;;) {
      const next = await abortable(chunks.next(), signal);
      if (next.done === true) return { progress, ending: "complete" };
      const added = addChunk(progress, next.value, maxReplyLength - progress.length);
      progress = added.progress;
      if (added.event !== null) sink.write(added.event);
      if (progress.length >= maxReplyLength || sink.isFull()) {
        abandon();
        return { progress, ending: "length" };
      }
    }
  } catch (error) {
    const reason = interruption.reason();
    if (reason !== null) {
      abandon();
      return { progress, ending: reason };
    }
    onError(error);
    return { progress, ending: "failed" };
  } finally {
    cancelTimeout();
  }
}

async function* single(text: string): AsyncGenerator<string> {
  yield text;
}
