import { computed, type ReadonlySignal } from "@preact/signals-core";
import { createCatchUp } from "./catch-up.js";
import type { HistoryState, ReplyState } from "./chat-client.js";
import type { Clock } from "./clock.js";
import type { ConversationId } from "./conversation-id.js";
import { sessionMark } from "./fingerprint.js";
import { createHistory } from "./history.js";
import { createLiveTranscript } from "./live-transcript.js";
import { loadReplies } from "./load-replies.js";
import type { LocalTranscript } from "./local-transcript.js";
import type { OpenQuestion } from "./open-question.js";
import { attendToOtherTabs } from "./other-tabs.js";
import type { Outbox } from "./outbox.js";
import type { Outcome } from "./outcome.js";
import type { PageLife } from "./page-life.js";
import {
  type AdapterContext,
  type Capability,
  ChatError,
  type Message,
  type PartOf,
  type Protocol,
  type Rating,
  textOf,
} from "./protocol/index.js";
import { questionOf } from "./question.js";
import { createQueue } from "./queue.js";
import { rememberTranscript } from "./remember-transcript.js";
import { createRevisions } from "./revisions.js";
import { createSending } from "./sending.js";
import type { Session } from "./session.js";
import type { Tabs } from "./tabs.js";
import { prependPage, withoutReplaced } from "./transcript.js";

export interface ConversationOptions {
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  readonly conversationId: ConversationId;
  /** Whether the conversation begins now, so that the backend knows nothing of it. */
  readonly isNew: boolean;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly random: () => number;
  /** Fires when another conversation is shown, and when the client is disposed. */
  readonly signal: AbortSignal;
  readonly supports: (capability: Capability) => boolean;
  readonly session: Session;
  readonly tabs: Tabs;
  /** What this browser keeps of the conversation; null where the backend does. */
  readonly kept: LocalTranscript | null;
  readonly openQuestion: OpenQuestion;
  readonly page: PageLife;
}

/** Owns one conversation's transcript: what was said, what is being said, what waits to be said. */
export interface Conversation {
  /** Empty as long as neither the backend nor the client has given it one. */
  readonly id: ReadonlySignal<string>;
  readonly conversationId: ConversationId;
  readonly messages: ReadonlySignal<readonly Message[]>;
  readonly history: ReadonlySignal<HistoryState>;
  readonly reply: ReadonlySignal<ReplyState>;
  /** Whether a reply arrives on this page: one that is only awaited does not. */
  isReplying(): boolean;
  /** Reads the newest page, settles what it shows to have arrived, and follows a reply that still runs. */
  load(): Promise<void>;
  loadOlder(): Promise<void>;
  /** After an outage: reads the history that could not be read or judged, and sends what waits. */
  recover(): Promise<void>;
  /** Puts a message in line and on record. {@link Conversation.drain} sends it. */
  enqueue(text: string, attachments?: readonly PartOf<"file">[]): string;
  /** The same for one that takes the place of another; null when that one cannot be replaced. */
  enqueueEdit(messageId: string, text: string): string | null;
  /** Sends what waits, oldest first, one at a time. */
  drain(): Promise<void>;
  retry(messageId: string): Promise<void>;
  regenerate(messageId: string): Promise<void>;
  answer(messageId: string, approvalId: string, approved: boolean, value?: unknown): Promise<void>;
  rate(messageId: string, value: Rating | 0, comment?: string): Promise<Outcome>;
  /** Takes a message out of the line, and gives its text; null when it is not in it. */
  takeBack(messageId: string): string | null;
  stop(): void;
  /** Lets go of a reply whose connection went with its page. {@link Conversation.load} finds out what became of it. */
  abandon(): Promise<void>;
}

export function createConversation(options: ConversationOptions): Conversation {
  const { protocol, context, conversationId, clock, supports, session, tabs, kept } = options;
  const { signal: disposal } = options;
  const live = createLiveTranscript(tabs, options.openQuestion, disposal);
  if (kept !== null) rememberTranscript(live, kept, clock, disposal);
  const history = createHistory({ ...options, conversation: conversationId, report: session.report });
  const keepsIds = () => supports("dedupe");
  const queue = createQueue({
    outbox: options.outbox,
    tabs,
    session: () => sessionMark(context.session),
    keepsIds,
    now: clock.now,
    conversation: () => conversationId.known.peek(),
  });
  const id = () => conversationId.known.peek() || undefined;
  const parts = { ...options, conversation: id, queue, live, history, keepsIds };
  const catchUp = createCatchUp({ ...parts, drain: () => sending.drain() });
  const sending = createSending({ ...parts, catchUp });
  const revisions = createRevisions(parts);

  const messages = computed(() => {
    const turn = live.turn.value;
    const waiting = queue.messages.value;
    const said = withoutReplaced(live.settled.value, waiting);
    if (turn === null && waiting.length === 0) return said;
    const asked = turn === null || turn.question === null ? [] : [turn.question];
    return [...said, ...asked, ...(turn?.reply.messages ?? []), ...waiting];
  });

  const now = () => new Date(clock.now()).toISOString();
  const isIdle = () => live.turn.peek() === null && queue.messages.peek().length === 0;

  function reportFailure(cause: unknown): void {
    if (!(cause instanceof ChatError)) throw cause;
    session.report(cause.toJSON());
  }

  attendToOtherTabs({ tabs, live, queue, history, kept, readHistory: catchUp.readHistory, signal: disposal });

  return {
    id: conversationId.known,
    conversationId,
    messages,
    history: history.state,
    reply: computed(() => {
      const question = catchUp.awaited.value;
      return question?.status === "done" ? { status: "waiting", turnId: question.id } : live.reply.value;
    }),
    isReplying: () => live.turn.peek() !== null,
    load: catchUp.load,
    async loadOlder() {
      const page = await history.readOlder();
      if (page !== null) live.show(prependPage(live.settled.peek(), page));
    },
    async recover() {
      const { status } = history.state.peek();
      if (status === "failed" || status === "idle" || catchUp.isDue()) await catchUp.load();
      await sending.drain();
    },
    enqueue(text, attachments) {
      const id = context.newId();
      queue.add(questionOf({ id, createdAt: now() }, text, attachments));
      return id;
    },
    enqueueEdit(messageId, text) {
      const message = live.settled.peek().find(({ id }) => id === messageId);
      if (message?.role !== "user" || !supports("edit") || !isIdle()) return null;
      const id = context.newId();
      const files = message.parts.filter((part) => part.type === "file");
      queue.add(questionOf({ id, createdAt: now(), replaces: messageId }, text, files));
      return id;
    },
    drain: sending.drain,
    async retry(messageId) {
      const message = messages.peek().find(({ id }) => id === messageId);
      if (message?.status !== "error" && message?.status !== "interrupted") return;
      const loaded = await loadReplies();
      if (loaded.ok) await loaded.value.retry(message, { ...parts, catchUp, sending });
      else queue.fail(messageId, loaded.failure);
    },
    async regenerate(messageId) {
      if (!isIdle() || !supports("regenerate")) return;
      await revisions.regenerate(messageId);
      await sending.drain();
    },
    async answer(...answer) {
      if (live.turn.peek() !== null || protocol.answers !== true) return;
      await revisions.answer(...answer);
      await sending.drain();
    },
    rate: revisions.rate,
    takeBack(messageId) {
      const message = queue.remove(messageId);
      return message === null ? null : textOf(message);
    },
    abandon() {
      catchUp.stopAwaiting();
      return live.abandon();
    },
    stop() {
      const turn = live.turn.peek();
      catchUp.stopAwaiting();
      if (turn === null) return;
      live.stop();
      if (protocol.stop === undefined || !supports("stop")) return;
      const conversation = id();
      protocol
        .stop(context, { id: turn.id, ...(conversation !== undefined && { conversation }), signal: disposal })
        .catch(reportFailure);
    },
  };
}
