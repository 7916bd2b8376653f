import { batch, computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { HistoryState, ReplyState } from "./chat-client.js";
import type { Clock } from "./clock.js";
import { createHistory } from "./history.js";
import type { Outbox, OutboxItem } from "./outbox.js";
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
import { emptyReply, type ReplyBubbles } from "./reply-bubbles.js";
import { createTurnRunner } from "./running-turn.js";
import type { Session } from "./session.js";
import { isWell } from "./session-state.js";
import type { Tabs } from "./tabs.js";
import { countTwins, hasArrived, mergeHistory, prependPage } from "./transcript.js";

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

/** Owns the transcript: what was said, what is being said, what waits to be sent. */
export interface Conversation {
  readonly messages: ReadonlySignal<readonly Message[]>;
  readonly history: ReadonlySignal<HistoryState>;
  readonly reply: ReadonlySignal<ReplyState>;
  /** Reads the newest page, settles what it shows to have arrived, and follows a reply that still runs. */
  load(): Promise<void>;
  loadOlder(): Promise<void>;
  /** Puts a message in line and on record. {@link Conversation.drain} sends it. */
  enqueue(text: string): string;
  /** After an outage: reads the history that could not be read, and sends what waits. */
  recover(): Promise<void>;
  /** Sends what waits, oldest first, one at a time. */
  drain(): Promise<void>;
  retry(messageId: string): Promise<void>;
  /** Takes a message out of the line; null when it is not in it. */
  takeBack(messageId: string): string | null;
  stop(): void;
}

export function createConversation(options: ConversationOptions): Conversation {
  const { protocol, context, outbox, clock, signal: disposal, supports, session, tabs } = options;
  const turns = createTurnRunner(disposal);
  const history = createHistory({ protocol, context, signal: disposal, report: session.report });
  const settled = signal<readonly Message[]>([]);
  /** In line to be sent. Only the first can have failed: those behind it wait for it. */
  const waiting = signal<readonly Message[]>([]);
  /** How often a message was sent by itself, without the visitor's asking. */
  const tries = new Map<string, number>();

  const messages = computed(() => {
    const turn = turns.turn.value;
    if (turn === null && waiting.value.length === 0) return settled.value;
    const asked = turn === null || turn.question === null ? [] : [turn.question];
    return [...settled.value, ...asked, ...(turn?.reply.messages ?? []), ...waiting.value];
  });

  const now = () => new Date(clock.now()).toISOString();

  function reportFailure(cause: unknown): void {
    if (!(cause instanceof ChatError)) throw cause;
    session.report(cause.toJSON());
  }

  /** @returns Whether the next message may follow. */
  async function ask(question: Message): Promise<boolean> {
    const { id } = question;
    // On record before the network sees it: from here on a backend may have it.
    outbox.markAttempted(id, countTwins(settled.peek(), textOf(question)));
    const transcript = [...settled.peek(), question];
    // In one batch, so that the message is at no moment nowhere.
    const turn = batch(() => {
      waiting.value = waiting.peek().filter((message) => message.id !== id);
      return turns.run(
        { id, question, reply: emptyReply(`${id}-reply`, now()) },
        (signal) =>
          protocol.send(context, { id, trigger: "send", message: question, messages: transcript, signal }),
        () => outbox.remove(id),
      );
    });
    const { isAccepted, failure, messages: said } = await turn;
    session.report(isAccepted ? null : failure);
    const isSaid = isAccepted || failure === null;
    const fate = isSaid ? "said" : await judge(question, failure);
    batch(() => {
      if (isSaid) settled.value = [...settled.peek(), ...said];
      else
        waiting.value = [
          fate === "failed" ? { ...question, status: "error", error: failure } : pending(question),
          ...waiting.peek(),
        ];
      turns.conclude();
    });
    if (isSaid) tabs.tell({ type: "said" });
    return fate === "said" || fate === "again";
  }

  /** What becomes of a message that was not accepted: it goes again at once, waits for better times, or has failed. */
  async function judge({ id }: Message, failure: ChatFailure): Promise<"again" | "held" | "failed"> {
    const tried = (tries.get(id) ?? 0) + 1;
    tries.set(id, tried);
    const { status } = session.state.peek();
    if (status === "renewing") {
      // Refused for want of a session, and so not accepted: once the session is renewed it goes once more.
      if (!(await session.settle())) return "held";
      return tried === 1 ? "again" : "failed";
    }
    // Without an end of the trouble in sight nothing would ever wake a message that waits.
    if (isWell(session.state.peek())) return "failed";
    if (failure.code === "auth") return "held";
    // A refusal was not accepted, so it may go once more. An unknown outcome may only where it cannot double.
    if (failure.code === "rate") return tried === 1 ? "held" : "failed";
    return supports("dedupe") && failure.isRetryable && tried <= MAX_TRIES ? "held" : "failed";
  }

  async function drain(): Promise<void> {
    for (;;) {
      const next = waiting.peek()[0];
      if (next?.status !== "pending" || turns.turn.peek() !== null || disposal.aborted) return;
      if (!(await session.settle()) || turns.turn.peek() !== null) return;
      if (isOfAnotherSession(next)) return fail(next, ANOTHER_SESSION);
      if (!(await ask(next))) return;
    }
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
        { id, question: null, reply: cut === undefined ? emptyReply(`${id}-reply`, now()) : reopened(cut) },
        (signal) => resume(context, { ...(token !== undefined && { token }), signal }),
      );
    });
    const { isAccepted, messages: said } = await turn;
    batch(() => {
      settled.value = isAccepted ? [...settled.peek(), ...said] : before;
      turns.conclude();
    });
    return isAccepted;
  }

  /** @returns Whether the history was read. */
  async function readHistory(): Promise<boolean> {
    const page = await history.readNewest();
    if (page === null) return false;
    const arrived = new Set(
      outbox
        .items()
        .filter((item) => hasArrived(item, page))
        .map((item) => item.id),
    );
    arrived.delete(turns.turn.peek()?.id ?? "");
    for (const id of arrived) outbox.remove(id);
    batch(() => {
      settled.value = mergeHistory(settled.peek(), page);
      waiting.value = waiting.peek().filter((message) => !arrived.has(message.id));
    });
    return true;
  }

  function fail(question: Message, error: ChatFailure): void {
    waiting.value = waiting
      .peek()
      .map((message) => (message.id === question.id ? { ...message, status: "error", error } : message));
  }

  function isOfAnotherSession({ id }: Message): boolean {
    const written = outbox.items().find((item) => item.id === id)?.session ?? null;
    return written !== null && context.session !== null && written !== context.session.id;
  }

  /** Takes over what an earlier page left behind and no other tab has in hand. */
  async function adopt(): Promise<ReadonlySet<string>> {
    const held = new Set(messages.peek().map(({ id }) => id));
    const left = outbox.items().filter(({ id }) => !held.has(id));
    return tabs.unclaimed(
      left.map(({ id }) => id),
      (ids) => {
        waiting.value = [...left.filter(({ id }) => ids.has(id)).map(questionOf), ...waiting.peek()];
      },
    );
  }

  tabs.listen((message) => {
    if (message.type === "said" && turns.turn.peek() === null && history.state.peek().status === "loaded") {
      void readHistory();
    } else if (message.type === "whose") {
      const held = new Set([turns.turn.peek()?.id, ...waiting.peek().map(({ id }) => id)]);
      const ids = message.ids.filter((id) => held.has(id));
      if (ids.length > 0) tabs.tell({ type: "mine", ids });
    }
  });

  /** What an earlier page tried to send, with an outcome that nobody knows, goes again only where that cannot double it. */
  function judgeLeftBehind(ids: ReadonlySet<string>): void {
    if (supports("dedupe")) return;
    for (const item of outbox.items()) {
      const question = waiting.peek().find(({ id }) => id === item.id);
      if (ids.has(item.id) && item.twinsBefore !== null && question !== undefined)
        fail(question, UNCONFIRMED);
    }
  }

  async function retryQuestion(question: Message): Promise<void> {
    const isRefused = question.error?.status !== undefined && question.error.status < 500;
    // A clear refusal never arrived. Anything else may have, and only the history knows.
    const isUnknown = !isRefused && !supports("dedupe") && protocol.history !== undefined;
    if (isUnknown && !(await readHistory())) return;
    tries.delete(question.id);
    outbox.claim(question.id, context.session?.id ?? null);
    waiting.value = waiting
      .peek()
      .map((message) => (message.id === question.id ? pending(message) : message));
    await drain();
  }

  async function retryReply(reply: Message): Promise<void> {
    const isCut = reply.status === "interrupted";
    if (isCut && turns.resumeToken() !== undefined && (await resume(reply))) return drain();
    // The backend has said that it failed, or has no history that could tell more: the visitor's wish counts.
    if (!isCut || protocol.history === undefined) askAgain();
    else if (!(await readHistory())) return;
    else if (!(await resume()) && supports("dedupe") && settled.peek().at(-1)?.status === "interrupted")
      askAgain();
    await drain();
  }

  /** Takes the last question and its failed reply out of the transcript and puts the question first in line. */
  function askAgain(): void {
    const shown = settled.peek();
    const place = shown.findLastIndex(({ role }) => role === "user");
    const question = shown[place];
    if (question === undefined) return;
    const { id, createdAt = now() } = question;
    outbox.add({
      id,
      text: textOf(question),
      createdAt,
      twinsBefore: null,
      session: context.session?.id ?? null,
    });
    batch(() => {
      settled.value = shown.slice(0, place);
      waiting.value = [pending(question), ...waiting.peek()];
    });
  }

  async function load(): Promise<void> {
    const adopted = await adopt();
    await readHistory();
    judgeLeftBehind(adopted);
    const isUnanswered = settled.peek().at(-1)?.role === "user";
    // A reply that ended between the two requests was in neither answer: then the history has it now.
    if (!(await resume()) && isUnanswered && supports("resume")) await readHistory();
  }

  return {
    messages,
    history: history.state,
    reply: turns.state,
    async recover() {
      if (history.state.peek().status === "failed") await load();
      await drain();
    },
    load,
    async loadOlder() {
      const page = await history.readOlder();
      if (page !== null) settled.value = prependPage(settled.peek(), page);
    },
    enqueue(text) {
      const item: OutboxItem = {
        id: context.newId(),
        text,
        createdAt: now(),
        twinsBefore: null,
        session: context.session?.id ?? null,
      };
      outbox.add(item);
      waiting.value = [...waiting.peek(), questionOf(item)];
      return item.id;
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
      const message = waiting.peek().find(({ id }) => id === messageId);
      if (message === undefined) return null;
      outbox.remove(messageId);
      waiting.value = waiting.peek().filter((other) => other !== message);
      return textOf(message);
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

/** How often a message goes by itself to a backend that de-duplicates, before the visitor is asked. */
const MAX_TRIES = 5;

const ANOTHER_SESSION: ChatFailure = {
  code: "auth",
  message: "This message was written in another session, and is sent only when the visitor says so.",
  isRetryable: true,
};

const UNCONFIRMED: ChatFailure = {
  code: "network",
  message:
    "The page was left before the backend had confirmed this message, and its history does not show it.",
  isRetryable: true,
};

function questionOf({ id, text, createdAt }: OutboxItem): Message {
  return textMessage({ id, role: "user", status: "pending", createdAt }, text);
}

function pending({ error: _error, ...message }: Message): Message {
  return { ...message, status: "pending" };
}

function reopened({ error: _error, ...message }: Message): ReplyBubbles {
  return { messages: [{ ...message, status: "streaming" }], current: message.id, steps: {} };
}
