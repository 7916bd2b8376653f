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
import { countTwins, hasArrived, mergeHistory, prependPage } from "./transcript.js";

export interface ConversationOptions {
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Aborts everything. */
  readonly signal: AbortSignal;
  readonly supports: (capability: Capability) => boolean;
  /** Told how each request ended: null for a good answer. */
  readonly report: (failure: ChatFailure | null) => void;
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
  /** Sends what waits, oldest first, one at a time. */
  drain(): Promise<void>;
  retry(messageId: string): Promise<void>;
  /** Takes a message out of the line; null when it is not in it. */
  takeBack(messageId: string): string | null;
  stop(): void;
}

export function createConversation(options: ConversationOptions): Conversation {
  const { protocol, context, outbox, clock, signal: disposal, supports, report } = options;
  const turns = createTurnRunner(disposal);
  const history = createHistory(options);
  const settled = signal<readonly Message[]>([]);
  /** In line to be sent. Only the first can have failed: those behind it wait for it. */
  const waiting = signal<readonly Message[]>(outbox.items().map(questionOf));

  const messages = computed(() => {
    const turn = turns.turn.value;
    if (turn === null && waiting.value.length === 0) return settled.value;
    const asked = turn === null || turn.question === null ? [] : [turn.question];
    return [...settled.value, ...asked, ...(turn?.reply.messages ?? []), ...waiting.value];
  });

  const now = () => new Date(clock.now()).toISOString();

  function reportFailure(cause: unknown): void {
    if (!(cause instanceof ChatError)) throw cause;
    report(cause.toJSON());
  }

  async function ask(question: Message): Promise<void> {
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
    report(isAccepted ? null : failure);
    batch(() => {
      if (isAccepted || failure === null) settled.value = [...settled.peek(), ...said];
      else waiting.value = [{ ...question, status: "error", error: failure }, ...waiting.peek()];
      turns.conclude();
    });
  }

  async function drain(): Promise<void> {
    for (;;) {
      const next = waiting.peek()[0];
      if (next?.status !== "pending" || turns.turn.peek() !== null || disposal.aborted) return;
      await ask(next);
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

  /** What an earlier page tried to send, with an outcome that nobody knows, goes again only where that cannot double it. */
  function judgeLeftBehind(): void {
    if (supports("dedupe")) return;
    const tried = new Set(
      outbox
        .items()
        .filter((item) => item.twinsBefore !== null)
        .map((item) => item.id),
    );
    waiting.value = waiting
      .peek()
      .map((message) =>
        message.status === "pending" && tried.has(message.id)
          ? { ...message, status: "error", error: UNCONFIRMED }
          : message,
      );
  }

  async function retryQuestion(question: Message): Promise<void> {
    const isRefused = question.error?.status !== undefined && question.error.status < 500;
    // A clear refusal never arrived. Anything else may have, and only the history knows.
    const isUnknown = !isRefused && !supports("dedupe") && protocol.history !== undefined;
    if (isUnknown && !(await readHistory())) return;
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
    outbox.add({ id, text: textOf(question), createdAt, twinsBefore: null });
    batch(() => {
      settled.value = shown.slice(0, place);
      waiting.value = [pending(question), ...waiting.peek()];
    });
  }

  return {
    messages,
    history: history.state,
    reply: turns.state,
    async load() {
      await readHistory();
      judgeLeftBehind();
      const isUnanswered = settled.peek().at(-1)?.role === "user";
      // A reply that ended between the two requests was in neither answer: then the history has it now.
      if (!(await resume()) && isUnanswered && supports("resume")) await readHistory();
    },
    async loadOlder() {
      const page = await history.readOlder();
      if (page !== null) settled.value = prependPage(settled.peek(), page);
    },
    enqueue(text) {
      const item: OutboxItem = { id: context.newId(), text, createdAt: now(), twinsBefore: null };
      outbox.add(item);
      waiting.value = [...waiting.peek(), questionOf(item)];
      return item.id;
    },
    drain,
    async retry(messageId) {
      const message = messages.peek().find(({ id }) => id === messageId);
      if (message === undefined || turns.turn.peek() !== null) return;
      if (message.status !== "error" && message.status !== "interrupted") return;
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
