import { batch, computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { HistoryState, ReplyState } from "./chat-client.js";
import type { Clock } from "./clock.js";
import { type Fate, fateOf } from "./fate.js";
import { sessionMark } from "./fingerprint.js";
import { createHistory } from "./history.js";
import type { Outbox } from "./outbox.js";
import {
  type AdapterContext,
  type Capability,
  ChatError,
  type ChatFailure,
  type Message,
  type Protocol,
  textMessage,
  textOf,
} from "./protocol/index.js";
import { createQueue } from "./queue.js";
import { emptyReply, reopenedReply } from "./reply-bubbles.js";
import { createTurnRunner } from "./running-turn.js";
import type { Session } from "./session.js";
import { isWell } from "./session-state.js";
import type { Tabs } from "./tabs.js";
import { countTwins, mergeHistory, prependPage } from "./transcript.js";

/** How often in a row a history may fail before messages go without it. */
const MAX_HISTORY_FAILURES = 5;

export interface ConversationOptions {
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Aborts everything. */
  readonly signal: AbortSignal;
  readonly supports: (capability: Capability) => boolean;
  readonly session: Session;
  readonly tabs: Tabs;
}

/** Owns the transcript: what was said, what is being said, what waits to be said. */
export interface Conversation {
  readonly messages: ReadonlySignal<readonly Message[]>;
  readonly history: ReadonlySignal<HistoryState>;
  readonly reply: ReadonlySignal<ReplyState>;
  /** Reads the newest page, settles what it shows to have arrived, and follows a reply that still runs. */
  load(): Promise<void>;
  loadOlder(): Promise<void>;
  /** Forgets what was said: it belongs to somebody else. */
  forget(): void;
  /** After an outage: reads the history that could not be read, and sends what waits. */
  recover(): Promise<void>;
  /** Puts a message in line and on record. {@link Conversation.drain} sends it. */
  enqueue(text: string): string;
  /** Sends what waits, oldest first, one at a time. */
  drain(): Promise<void>;
  retry(messageId: string): Promise<void>;
  /** Takes a message out of the line, and gives its text; null when it is not in it. */
  takeBack(messageId: string): string | null;
  stop(): void;
}

export function createConversation(options: ConversationOptions): Conversation {
  const { protocol, context, outbox, clock, signal: disposal, supports, session, tabs } = options;
  const turns = createTurnRunner(disposal);
  const history = createHistory({ protocol, context, signal: disposal, report: session.report });
  const keepsIds = () => supports("dedupe");
  const queue = createQueue({ outbox, tabs, session: () => sessionMark(context.session), keepsIds });
  const settled = signal<readonly Message[]>([]);
  /** How often each message was sent without the visitor's asking. */
  const tries = new Map<string, number>();
  /** Counts what may change the backend's history: a page of it is as old as the count when it was asked for. */
  let changes = 0;

  const messages = computed(() => {
    const turn = turns.turn.value;
    const waiting = queue.messages.value;
    if (turn === null && waiting.length === 0) return settled.value;
    const asked = turn === null || turn.question === null ? [] : [turn.question];
    return [...settled.value, ...asked, ...(turn?.reply.messages ?? []), ...waiting];
  });

  const now = () => new Date(clock.now()).toISOString();
  const underWay = () => turns.turn.peek()?.id;

  function reportFailure(cause: unknown): void {
    if (!(cause instanceof ChatError)) throw cause;
    session.report(cause.toJSON());
  }

  /** @returns Whether the next message may follow. */
  async function ask(question: Message): Promise<boolean> {
    const { id } = question;
    const before = settled.peek();
    // In one batch, so that the message is at no moment nowhere.
    const turn = batch(() => {
      queue.take(question, countTwins(before, textOf(question)));
      return turns.run(
        { id, question, reply: emptyReply(`${id}-reply`, now()) },
        (signal) =>
          protocol.send(context, {
            id,
            trigger: "send",
            message: question,
            messages: [...before, question],
            signal,
          }),
        () => queue.settle(id),
      );
    });
    const { isAccepted, failure, messages: said } = await turn;
    changes += 1;
    if (disposal.aborted) return false;
    session.report(isAccepted ? null : failure);
    if (isAccepted || failure === null) {
      batch(() => {
        settled.value = [...settled.peek(), ...said];
        turns.conclude();
      });
      tabs.tell({ type: "said" });
      return true;
    }
    const fate = await judge(id, failure);
    batch(() => {
      queue.putBack(question, fate === "failed" ? failure : null);
      turns.conclude();
    });
    return fate === "again";
  }

  async function judge(id: string, failure: ChatFailure): Promise<Fate> {
    const count = (tries.get(id) ?? 0) + 1;
    tries.set(id, count);
    const isRenewed = session.state.peek().status === "renewing" && (await session.settle());
    const order = isRenewed ? "renewed" : isWell(session.state.peek()) ? "well" : "troubled";
    return fateOf(failure, { tries: count, session: order, isDeduplicating: keepsIds() });
  }

  async function drain(): Promise<void> {
    let mayFollow = true;
    while (mayFollow && queue.messages.peek().length > 0 && !disposal.aborted) {
      if (!(await session.settle()) || !(await canTellTwins())) return;
      // Nothing may come between this look and the message's start: two may be draining.
      if (turns.turn.peek() !== null) return;
      const next = queue.next();
      mayFollow = next !== null && (await ask(next));
    }
  }

  /**
   * Without ids, only a history that was read beforehand can later tell whether a message arrived. A backend whose
   * history stays broken is talked to all the same.
   */
  async function canTellTwins(): Promise<boolean> {
    const { status } = history.state.peek();
    if (keepsIds() || status === "loaded" || status === "absent") return true;
    return (await readHistory()) || history.failures() >= MAX_HISTORY_FAILURES;
  }

  /**
   * Follows a reply that runs at the backend: from its start, or from where `cut` broke off.
   * @returns Whether there was one.
   */
  async function resume(cut?: Message): Promise<boolean> {
    if (protocol.resume === undefined || !supports("resume") || turns.turn.peek() !== null) return false;
    const { resume } = protocol;
    const id = context.newId();
    const before = settled.peek();
    const token = cut === undefined ? undefined : turns.resumeToken();
    const turn = batch(() => {
      settled.value = before.filter((message) => message !== cut);
      return turns.run(
        {
          id,
          question: null,
          reply: cut === undefined ? emptyReply(`${id}-reply`, now()) : reopenedReply(cut),
        },
        (signal) => resume(context, { ...(token !== undefined && { token }), signal }),
      );
    });
    const { isAccepted, messages: said } = await turn;
    changes += 1;
    batch(() => {
      settled.value = isAccepted ? [...settled.peek(), ...said] : before;
      turns.conclude();
    });
    return isAccepted;
  }

  /** @returns Whether the history was read. */
  async function readHistory(): Promise<boolean> {
    const asOf = changes;
    const page = await history.readNewest();
    if (page === null) return false;
    // The running turn is in the transcript already, and perhaps on the page, too.
    if (turns.turn.peek() !== null) return true;
    // What was sent since the page was asked for may be missing on it.
    if (asOf !== changes) return readHistory();
    batch(() => {
      queue.settleArrived(page, underWay());
      settled.value = mergeHistory(settled.peek(), page);
    });
    return true;
  }

  async function retryQuestion({ id, error }: Message): Promise<void> {
    const isRefused = error?.status !== undefined && error.status < 500;
    // A clear refusal never arrived. Anything else may have, and only the history knows.
    const isUnknown = !isRefused && !keepsIds() && protocol.history !== undefined;
    if (isUnknown && !(await readHistory())) return;
    tries.delete(id);
    queue.release(id);
    await drain();
  }

  async function retryReply(reply: Message): Promise<void> {
    const isCut = reply.status === "interrupted";
    if (isCut && turns.resumeToken() !== undefined && (await resume(reply))) return drain();
    // The backend has said that it failed, or has no history that could tell more: the visitor's wish counts.
    if (!isCut || protocol.history === undefined) askAgain();
    else if (!(await readHistory())) return;
    else if (!(await resume()) && keepsIds() && settled.peek().at(-1)?.status === "interrupted") askAgain();
    await drain();
  }

  /** Takes the last question and its failed reply out of the transcript and puts the question first in line. */
  function askAgain(): void {
    const shown = settled.peek();
    const place = shown.findLastIndex(({ role }) => role === "user");
    const question = shown[place];
    if (question === undefined) return;
    batch(() => {
      settled.value = shown.slice(0, place);
      queue.addFirst(question);
    });
  }

  async function load(): Promise<void> {
    const adopted = await queue.adopt(underWay());
    await readHistory();
    if (!keepsIds()) queue.doubt(adopted);
    const isUnanswered = settled.peek().at(-1)?.role === "user";
    // A reply that ended between the two requests was in neither answer: then the history has it now.
    if (!(await resume()) && isUnanswered && supports("resume")) await readHistory();
  }

  tabs.listen((message) => {
    if (message.type === "said" && turns.turn.peek() === null && history.state.peek().status === "loaded") {
      void readHistory();
    } else if (message.type === "whose") {
      const held = new Set([underWay(), ...queue.messages.peek().map(({ id }) => id)]);
      const ids = message.ids.filter((id) => held.has(id));
      if (ids.length > 0) tabs.tell({ type: "mine", ids });
    }
  });

  return {
    messages,
    history: history.state,
    reply: turns.state,
    load,
    async loadOlder() {
      const page = await history.readOlder();
      if (page !== null) settled.value = prependPage(settled.peek(), page);
    },
    forget() {
      turns.stop();
      settled.value = [];
    },
    async recover() {
      if (history.state.peek().status === "failed") await load();
      await drain();
    },
    enqueue(text) {
      const id = context.newId();
      queue.add(textMessage({ id, role: "user", status: "pending", createdAt: now() }, text));
      return id;
    },
    drain,
    async retry(messageId) {
      const message = messages.peek().find(({ id }) => id === messageId);
      if (message === undefined || turns.turn.peek() !== null) return;
      if (message.status !== "error" && message.status !== "interrupted") return;
      // The visitor does not wait for the next look at a backend that was away.
      if (!isWell(session.state.peek())) await session.reopen();
      await (message.role === "user" ? retryQuestion(message) : retryReply(message));
    },
    takeBack(messageId) {
      const message = queue.remove(messageId);
      return message === null ? null : textOf(message);
    },
    stop() {
      const turn = turns.turn.peek();
      if (turn === null) return;
      turns.stop();
      if (protocol.stop === undefined || !supports("stop")) return;
      protocol.stop(context, { id: turn.id, signal: disposal }).catch(reportFailure);
    },
  };
}
