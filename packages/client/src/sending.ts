import { emptyReply } from "./begun-reply.js";
import type { CatchUp } from "./catch-up.js";
import type { Clock } from "./clock.js";
import { type Fate, fateOf } from "./fate.js";
import type { History } from "./history.js";
import type { LiveTranscript } from "./live-transcript.js";
import { loadReplies } from "./load-replies.js";
import { pause } from "./pause.js";
import {
  type AdapterContext,
  type ChatFailure,
  type Message,
  type Protocol,
  textOf,
} from "./protocol/index.js";
import type { Queue } from "./queue.js";
import type { Session } from "./session.js";
import { isWell } from "./session-state.js";
import { countTwins, placeOf } from "./transcript.js";

/** How long a backend that has the same message in hand already is left to it, in milliseconds. */
const CONFLICT_PAUSE = 3_000;
/** How often in a row a history may fail before messages go without it. */
const MAX_HISTORY_FAILURES = 5;

export interface SendingOptions {
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  /** The id of the conversation, once there is one. */
  readonly conversation: () => string | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly session: Session;
  readonly queue: Queue;
  readonly live: LiveTranscript;
  readonly history: History;
  readonly catchUp: CatchUp;
  /** Whether the backend stores messages under the ids they are sent with. */
  readonly keepsIds: () => boolean;
}

/** Sends what waits in the line. */
export interface Sending {
  /** Oldest first, one at a time, as long as each is accepted. */
  drain(): Promise<void>;
  /** The visitor has asked for it: its tries are counted anew. */
  forgive(id: string): void;
}

export function createSending(options: SendingOptions): Sending {
  const { protocol, context, clock, signal, session, queue, live, history, catchUp, keepsIds } = options;
  /** What each message came to, each time that it was sent without the visitor's asking. */
  const tries = new Map<string, readonly string[]>();

  /** @returns Whether the next message may follow. */
  async function ask(question: Message): Promise<boolean> {
    const { id, replaces } = question;
    const shown = live.settled.peek();
    const place = placeOf(shown, replaces);
    const before = shown.slice(0, place);
    const conversation = options.conversation();
    let fate = "again" as Fate;
    const outcome = await live.run({
      turn: { id, question, reply: emptyReply(`${id}-reply`, new Date(clock.now()).toISOString()) },
      place,
      events: (abort) =>
        protocol.send(context, {
          id,
          trigger: "send",
          message: question,
          messages: [...before, question],
          ...(conversation !== undefined && { conversation }),
          ...(replaces !== undefined && { replaces }),
          signal: abort,
        }),
      onStart: () => queue.take(question, countTwins(before, textOf(question))),
      onAccepted: () => queue.settle(id),
      async onRefused(cause) {
        const failure = cause ?? NO_ANSWER;
        // On record before anything follows: the session may turn out to be another, and this conversation to be over.
        if (failure.code === "auth" && !tries.has(id)) queue.refuse(id);
        session.report(failure);
        fate = await judge(id, failure);
        if (fate === "sought") await pause(clock, CONFLICT_PAUSE, signal);
        return () => queue.putBack(question, fate === "failed" ? failure : null);
      },
    });
    if (outcome?.isAccepted) session.report(null);
    if (outcome === null) return false;
    if (outcome.isAccepted && outcome.failure?.code === "interrupted") void catchUp.follow();
    if (fate === "sought") await catchUp.load();
    return fate === "again" || fate === "sought";
  }

  /** A message whose reply could not be read was not sent: it waits as in an outage, and not for ever. */
  async function hold({ id }: Message, failure: ChatFailure): Promise<void> {
    session.report(failure);
    if ((await judge(id, failure, true)) === "failed") queue.fail(id, failure);
  }

  /** @param isSafe - Whether the message can go again without being doubled. */
  async function judge(id: string, failure: ChatFailure, isSafe = keepsIds()): Promise<Fate> {
    const isRenewal = session.state.peek().status === "renewing";
    await session.settle();
    const order = !isWell(session.state.peek()) ? "troubled" : isRenewal ? "renewed" : "well";
    const end = `${failure.code} ${order}`;
    const ends = [...(tries.get(id) ?? []), end];
    tries.set(id, ends);
    const alike = ends.filter((each) => each === end).length;
    return fateOf(failure, { tries: ends.length, alike, session: order, isDeduplicating: isSafe });
  }

  /**
   * Without ids, only a history that was read beforehand can later tell whether a message arrived. A backend whose
   * history stays broken is talked to all the same.
   */
  async function canTellTwins(): Promise<boolean> {
    const { status } = history.state.peek();
    if (keepsIds() || status === "loaded" || status === "absent") return true;
    return (await catchUp.readHistory()) || history.failures() >= MAX_HISTORY_FAILURES;
  }

  return {
    async drain() {
      let mayFollow = true;
      while (mayFollow && queue.messages.peek()[0]?.status === "pending" && !signal.aborted) {
        if (!(await session.settle()) || !(await canTellTwins())) return;
        const loaded = await loadReplies();
        // Nothing may come between this look and the message's start: two may be draining.
        if (live.turn.peek() !== null || signal.aborted) return;
        const next = queue.next();
        if (next === null) return;
        if (!loaded.ok) return hold(next, loaded.failure);
        mayFollow = await ask(next);
      }
    },
    forgive: (id) => void tries.delete(id),
  };
}

/** A protocol that ends a turn without any event has not kept its promise. */
const NO_ANSWER: ChatFailure = {
  code: "protocol",
  message: "The protocol ended the turn without an event. It has to end with finish or error.",
  isRetryable: true,
};
