import { batch } from "@preact/signals-core";
import type { CatchUp } from "./catch-up.js";
import type { LiveTranscript } from "./live-transcript.js";
import type { Message, Protocol } from "./protocol/index.js";
import type { Queue } from "./queue.js";
import type { Sending } from "./sending.js";
import type { Session } from "./session.js";
import { isWell } from "./session-state.js";

export interface RetryOptions {
  readonly protocol: Protocol;
  readonly session: Session;
  readonly queue: Queue;
  readonly live: LiveTranscript;
  readonly catchUp: CatchUp;
  readonly sending: Sending;
  /** Whether the backend stores messages under the ids they are sent with. */
  readonly keepsIds: () => boolean;
}

/**
 * Tries a message again that has failed, or a reply that was cut or has failed. What may have arrived is looked for
 * before anything is sent again.
 */
export async function retry(message: Message, options: RetryOptions): Promise<void> {
  const { protocol, session, queue, live, catchUp, sending, keepsIds } = options;
  const lastShown = () => live.settled.peek().at(-1);

  async function retryQuestion({ id, error }: Message): Promise<void> {
    const isRefused = error?.status !== undefined && error.status < 500;
    // A clear refusal never arrived. Anything else may have, and only the history knows.
    const isUnknown = !isRefused && !keepsIds() && protocol.history !== undefined;
    if (isUnknown && !(await catchUp.readHistory())) return;
    sending.forgive(id);
    queue.release(id);
  }

  async function retryReply(reply: Message): Promise<void> {
    const isCut = reply.status === "interrupted";
    if (isCut && lastShown() === reply && (await catchUp.resume(reply)) === "followed") return;
    const asked = live.settled.peek().findLast(({ role }) => role === "user");
    // The backend has said that it failed, or has no history that could tell more: the visitor's wish counts.
    if (!isCut || protocol.history === undefined) return askAgain();
    if (!(await catchUp.readHistory()) || (await catchUp.resume()) === "followed") return;
    if (lastShown()?.status !== "interrupted") return;
    // A backend that has the question is not asked twice, unless it tells that it knows the question already.
    if (keepsIds() || live.settled.peek().some((message) => message === asked)) askAgain();
  }

  /** Takes the last question and its failed reply out of the transcript and puts the question first in line. */
  function askAgain(): void {
    const shown = live.settled.peek();
    const place = shown.findLastIndex(({ role }) => role === "user");
    const question = shown[place];
    if (question === undefined) return;
    batch(() => {
      live.show(shown.slice(0, place));
      queue.addFirst(question);
    });
  }

  if (live.turn.peek() !== null) return;
  // The visitor does not wait for the next look at a backend that was away.
  if (!isWell(session.state.peek())) await session.reopen();
  await (message.role === "user" ? retryQuestion(message) : retryReply(message));
  await sending.drain();
}
