import { batch, computed, type ReadonlySignal, signal } from "@preact/signals-core";
import type { HistoryState, ReplyState } from "./chat-client.js";
import type { Clock } from "./clock.js";
import type { Outbox, OutboxItem } from "./outbox.js";
import {
  type AdapterContext,
  type Capability,
  ChatError,
  type ChatEvent,
  type ChatFailure,
  type Message,
  type Protocol,
  textMessage,
  textOf,
} from "./protocol/index.js";
import { applyEvent, emptyReply, type ReplyBubbles } from "./reply-bubbles.js";
import { countTwins, hasArrived, mergeHistory, prependPage } from "./transcript.js";

/** Messages a page of history holds. */
const PAGE_SIZE = 50;

export interface ConversationOptions {
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Aborts everything. */
  readonly signal: AbortSignal;
  readonly supports: (capability: Capability) => boolean;
}

/** Owns the transcript: what was said, what is being said, what waits to be sent. */
export interface Conversation {
  readonly messages: ReadonlySignal<readonly Message[]>;
  readonly history: ReadonlySignal<HistoryState>;
  readonly reply: ReadonlySignal<ReplyState>;
  /** Reads the newest page, settles what it shows to have arrived, and follows a reply that still runs. */
  load(): Promise<void>;
  loadOlder(): Promise<void>;
  send(text: string): string;
  /** Sends what waits, oldest first, one at a time. */
  drain(): Promise<void>;
  retry(messageId: string): Promise<void>;
  /** Takes a failed message back; null when it is not one. */
  takeBack(messageId: string): string | null;
  stop(): void;
}

/** One question and its reply, while the reply arrives. */
interface RunningTurn {
  readonly id: string;
  /** Null when the reply to an earlier page's question is followed. */
  readonly question: Message | null;
  readonly reply: ReplyBubbles;
  readonly abort: AbortController;
}

export function createConversation(options: ConversationOptions): Conversation {
  const { protocol, context, outbox, clock, signal: disposal, supports } = options;
  const settled = signal<readonly Message[]>([]);
  const running = signal<RunningTurn | null>(null);
  const waiting = signal<readonly Message[]>(outbox.items().map(questionOf));
  const history = signal<HistoryState>({ status: "idle" });
  /** Where the last reply broke off, for one that can be followed from there. */
  let resumeToken: string | undefined;

  const messages = computed(() => {
    const turn = running.value;
    if (turn === null && waiting.value.length === 0) return settled.value;
    const asked = turn?.question == null ? [] : [turn.question];
    return [...settled.value, ...asked, ...(turn?.reply.messages ?? []), ...waiting.value];
  });

  const reply = computed<ReplyState>(() => {
    const turn = running.value;
    if (turn === null) return { status: "idle" };
    const bubble = turn.reply.messages.at(-1);
    return bubble === undefined || bubble.status === "pending"
      ? { status: "waiting", turnId: turn.id }
      : { status: "streaming", turnId: turn.id, messageId: bubble.id };
  });

  function beginTurn(id: string, question: Message | null, bubbles?: ReplyBubbles): RunningTurn {
    const createdAt = new Date(clock.now()).toISOString();
    const turn = {
      id,
      question,
      reply: bubbles ?? emptyReply(`${id}-reply`, createdAt),
      abort: new AbortController(),
    };
    running.value = turn;
    return turn;
  }

  /** Applies a stream of events to the running turn. Resolves to the failure it ended with, and whether anything came before. */
  async function follow(events: AsyncIterable<ChatEvent>, onAccepted: () => void) {
    let isAccepted = false;
    let failure: ChatFailure | null = null;
    for await (const event of events) {
      const turn = running.peek();
      if (turn === null) break;
      if (event.type === "error") failure = event.error;
      else if (!isAccepted) {
        isAccepted = true;
        onAccepted();
      }
      if (event.type === "meta") resumeToken = event.token ?? resumeToken;
      running.value = { ...(running.peek() ?? turn), reply: applyEvent(turn.reply, event) };
    }
    return { isAccepted, failure };
  }

  /** Moves the running turn into the transcript. */
  function settleTurn(): void {
    const turn = running.peek();
    if (turn === null) return;
    batch(() => {
      const asked = turn.question === null ? [] : [{ ...turn.question, status: "done" as const }];
      settled.value = [...settled.peek(), ...asked, ...turn.reply.messages];
      running.value = null;
    });
  }

  async function ask(question: Message): Promise<void> {
    const { id } = question;
    // On record before the network sees it: from here on a backend may have it.
    outbox.markAttempted(id, countTwins(settled.peek(), textOf(question)));
    resumeToken = undefined;
    const turn = batch(() => {
      waiting.value = waiting.peek().filter((message) => message.id !== id);
      return beginTurn(id, { ...question, status: "pending" });
    });
    const signal = AbortSignal.any([turn.abort.signal, disposal]);
    const events = protocol.send(context, {
      id,
      trigger: "send",
      message: question,
      messages: [...settled.peek(), question],
      signal,
    });
    const { isAccepted, failure } = await follow(events, () => {
      outbox.remove(id);
      const current = running.peek();
      if (current !== null) running.value = { ...current, question: { ...question, status: "done" } };
    });
    if (disposal.aborted) return;
    if (isAccepted || failure === null) return settleTurn();
    batch(() => {
      waiting.value = [{ ...question, status: "error", error: failure }, ...waiting.peek()];
      running.value = null;
    });
  }

  async function drain(): Promise<void> {
    for (;;) {
      const next = waiting.peek()[0];
      // Order counts: what comes after a failed message waits for it.
      if (next?.status !== "pending" || running.peek() !== null || disposal.aborted) return;
      await ask(next);
    }
  }

  /**
   * Follows a reply that runs at the backend.
   * @returns Whether there was one.
   */
  async function resume(bubbles?: ReplyBubbles): Promise<boolean> {
    if (protocol.resume === undefined || !supports("resume") || running.peek() !== null) return false;
    const turn = beginTurn(context.newId(), null, bubbles);
    const signal = AbortSignal.any([turn.abort.signal, disposal]);
    const token = bubbles === undefined ? undefined : resumeToken;
    const events = protocol.resume(context, { ...(token !== undefined && { token }), signal });
    const { isAccepted } = await follow(events, () => {});
    if (isAccepted) settleTurn();
    else running.value = null;
    return isAccepted;
  }

  /** @returns Whether the history was read. */
  async function readNewestPage(): Promise<boolean> {
    if (protocol.history === undefined) {
      history.value = { status: "absent" };
      return false;
    }
    history.value = { status: "loading" };
    try {
      const page = await protocol.history(context, { limit: PAGE_SIZE, signal: disposal });
      batch(() => {
        settled.value = mergeHistory(settled.peek(), page.items);
        history.value = { status: "loaded", ...(page.next !== undefined && { cursor: page.next }) };
        settleOutbox(page.items);
      });
      return true;
    } catch (cause) {
      failHistory(cause);
      return false;
    }
  }

  function failHistory(cause: unknown, cursor?: string): void {
    if (!(cause instanceof ChatError)) throw cause;
    if (disposal.aborted) return;
    history.value = { status: "failed", failure: cause.toJSON(), ...(cursor !== undefined && { cursor }) };
  }

  /** What the history shows to have arrived waits no longer. */
  function settleOutbox(page: readonly Message[]): void {
    const arrived = new Set(
      outbox
        .items()
        .filter((item) => hasArrived(item, page))
        .map((item) => item.id),
    );
    arrived.delete(running.peek()?.id ?? "");
    for (const id of arrived) outbox.remove(id);
    waiting.value = waiting.peek().filter((message) => !arrived.has(message.id));
  }

  /** A message of an earlier page whose outcome nobody knows is sent again only where that cannot double it. */
  function judgeLeftBehind(): void {
    if (supports("dedupe")) return;
    const attempted = new Set(
      outbox
        .items()
        .filter((item) => item.twinsBefore !== null)
        .map((item) => item.id),
    );
    waiting.value = waiting
      .peek()
      .map((message) =>
        attempted.has(message.id) && message.status === "pending"
          ? { ...message, status: "error", error: UNCONFIRMED }
          : message,
      );
  }

  async function retryQuestion(message: Message): Promise<void> {
    const isRefused = message.error?.status !== undefined && message.error.status < 500;
    // A clear refusal never arrived. Anything else may have: the history knows.
    if (!isRefused && !supports("dedupe") && protocol.history !== undefined && !(await readNewestPage()))
      return;
    waiting.value = waiting.peek().map((other) => (other.id === message.id ? pending(other) : other));
    await drain();
  }

  async function retryReply(message: Message): Promise<void> {
    const { error: _error, ...cut } = message;
    const bubbles: ReplyBubbles = {
      messages: [{ ...cut, status: "streaming" }],
      current: message.id,
      steps: {},
    };
    const before = settled.peek();
    if (supports("resume") && resumeToken !== undefined && message.status === "interrupted") {
      settled.value = before.filter((other) => other !== message);
      if (await resume(bubbles)) return drain();
      settled.value = before;
    }
    // The backend has said that it failed, or keeps no history that could tell: then the visitor's wish counts.
    if (message.status === "error" || protocol.history === undefined) askAgain(message);
    else if (!(await readNewestPage())) return;
    else await resume();
    await drain();
  }

  /** Puts the question of a reply back into the queue, under its own id. */
  function askAgain(message: Message): void {
    const shown = settled.peek();
    const index = shown.findLastIndex(({ role }, place) => role === "user" && place < shown.indexOf(message));
    const question = shown[index];
    if (question === undefined) return;
    outbox.add({
      id: question.id,
      text: textOf(question),
      createdAt: question.createdAt ?? new Date(clock.now()).toISOString(),
      twinsBefore: null,
    });
    batch(() => {
      settled.value = shown.slice(0, index);
      waiting.value = [pending(question), ...waiting.peek()];
    });
  }

  return {
    messages,
    history,
    reply,
    async load() {
      await readNewestPage();
      judgeLeftBehind();
      // A reply that ended between the two requests is in neither: then the history is read once more.
      const isWaiting = settled.peek().at(-1)?.role === "user";
      if (!(await resume()) && isWaiting && supports("resume")) await readNewestPage();
    },
    async loadOlder() {
      const state = history.peek();
      if (!("cursor" in state) || state.cursor === undefined || protocol.history === undefined) return;
      const { cursor } = state;
      history.value = { status: "loading" };
      try {
        const page = await protocol.history(context, { cursor, limit: PAGE_SIZE, signal: disposal });
        batch(() => {
          settled.value = prependPage(settled.peek(), page.items);
          history.value = { status: "loaded", ...(page.next !== undefined && { cursor: page.next }) };
        });
      } catch (cause) {
        failHistory(cause, cursor);
      }
    },
    send(text) {
      const item: OutboxItem = {
        id: context.newId(),
        text,
        createdAt: new Date(clock.now()).toISOString(),
        twinsBefore: null,
      };
      outbox.add(item);
      waiting.value = [...waiting.peek(), questionOf(item)];
      return item.id;
    },
    drain,
    async retry(messageId) {
      const message = messages.peek().find(({ id }) => id === messageId);
      if (message === undefined || running.peek() !== null) return;
      if (message.status !== "error" && message.status !== "interrupted") return;
      await (message.role === "user" ? retryQuestion(message) : retryReply(message));
    },
    takeBack(messageId) {
      const message = waiting.peek().find(({ id }) => id === messageId);
      if (message === undefined) return null;
      outbox.remove(messageId);
      waiting.value = waiting.peek().filter((other) => other !== message);
      void drain();
      return textOf(message);
    },
    stop() {
      const turn = running.peek();
      if (turn === null) return;
      turn.abort.abort();
      if (protocol.stop === undefined || !supports("stop")) return;
      // The visitor is served already; the session learns of a failure from the request itself.
      protocol.stop(context, { id: turn.id, signal: disposal }).catch(heardBySession);
    },
  };
}

/** A request that failed has told the session already; nothing is left to do where its outcome changes nothing else. */
function heardBySession(cause: unknown): void {
  if (!(cause instanceof ChatError)) throw cause;
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
