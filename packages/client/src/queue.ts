import { type ReadonlySignal, signal } from "@preact/signals-core";
import { isSomebodyElses } from "./fingerprint.js";
import type { Outbox, OutboxItem } from "./outbox.js";
import { type ChatFailure, type Message, textOf } from "./protocol/index.js";
import { questionOf } from "./question.js";
import type { Tabs } from "./tabs.js";
import { hasArrived } from "./transcript.js";

export interface QueueOptions {
  readonly outbox: Outbox;
  readonly tabs: Tabs;
  /** A mark of the session of the moment, null for none. */
  readonly session: () => string | null;
  /** Whether the backend stores messages under the ids they are sent with. */
  readonly keepsIds: () => boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** The id of the conversation whose messages these are; empty as long as it has none. */
  readonly conversation: () => string;
}

/** The visitor's messages in line to be sent. Only the first can have failed: those behind it wait for it. */
export interface Queue {
  readonly messages: ReadonlySignal<readonly Message[]>;
  /** The message to be sent now; null when there is none, or when the first one is not to go by itself. */
  next(): Message | null;
  /** At the end of the line, and on record. */
  add(message: Message): void;
  /** At its front, and on record as never tried. */
  addFirst(message: Message): void;
  /** Out of the line, on its way to the backend, which from here on may have it. */
  take(message: Message, twins: number): void;
  /** The backend has said that it did not take it: whoever finds it on record may send it. */
  refuse(id: string): void;
  /** Back to the front of the line, to wait or as failed. */
  putBack(message: Message, failure: ChatFailure | null): void;
  /** It stays in line, and goes again when the visitor says so. */
  fail(id: string, failure: ChatFailure): void;
  /** The backend has it. */
  settle(id: string): void;
  /** At the visitor's wish a failed message may go again, in the session of the moment. */
  release(id: string): void;
  /** Out of the line for good; null when it is not in it. */
  remove(id: string): Message | null;
  /** Drops what a page of history shows to have arrived, except the message under way. */
  settleArrived(page: readonly Message[], underWay: string | undefined): void;
  /** Takes over what an earlier page left behind and no live tab has in hand. */
  adopt(underWay: string | undefined): Promise<void>;
  /** Whether an earlier page has tried it, with an outcome that nobody knows. */
  isDoubtful(message: Message): boolean;
}

export function createQueue(options: QueueOptions): Queue {
  const { outbox, tabs, session, keepsIds, now, conversation } = options;
  const line = signal<readonly Message[]>([]);
  /** What the visitor has said is to go, whatever speaks against it. */
  const wished = new Set<string>();
  /** What earlier pages have left behind. */
  const adopted = new Set<string>();

  const without = (id: string) => line.peek().filter((message) => message.id !== id);
  const replace = (id: string, change: (message: Message) => Message) => {
    line.value = line.peek().map((message) => (message.id === id ? change(message) : message));
  };
  /**
   * What is on record of this conversation; the line has what this tab will send of it. What another person wrote in
   * this browser stays there for them, and is shown to nobody else.
   */
  const recorded = () =>
    outbox
      .items()
      .filter((item) => item.conversation === conversation() && !isSomebodyElses(item.session, session()));

  function record(message: Message): void {
    const { id, createdAt = "", replaces } = message;
    const attachments = message.parts.filter((part) => part.type === "file");
    outbox.add({
      id,
      text: textOf(message),
      createdAt,
      twinsBefore: null,
      session: session(),
      conversation: conversation(),
      ...(attachments.length > 0 && { attachments }),
      ...(replaces !== undefined && { replaces }),
    });
  }

  const itemOf = (id: string) => outbox.items().find((item) => item.id === id);

  function isOfAnotherSession(id: string): boolean {
    const written = itemOf(id)?.session ?? null;
    return written !== null && session() !== null && written !== session();
  }

  function isDoubtful({ id }: Message): boolean {
    if (!adopted.has(id) || wished.has(id)) return false;
    const { twinsBefore = null } = itemOf(id) ?? {};
    return twinsBefore !== null;
  }

  /** Why a message is not to go by itself. */
  function objection(message: Message): ChatFailure | null {
    const { id, createdAt = "" } = message;
    if (isOfAnotherSession(id)) return ANOTHER_SESSION;
    if (!keepsIds() && isDoubtful(message)) return UNCONFIRMED;
    return !wished.has(id) && now() - Date.parse(createdAt) > LONGEST_WAIT ? TOO_OLD : null;
  }

  return {
    messages: line,
    next() {
      const [first] = line.peek();
      if (first?.status !== "pending") return null;
      const failure = objection(first);
      if (failure === null) return first;
      replace(first.id, (message) => failed(message, failure));
      return null;
    },
    add(message) {
      record(message);
      line.value = [...line.peek(), message];
    },
    addFirst(message) {
      wished.add(message.id);
      record(message);
      line.value = [pending(message), ...line.peek()];
    },
    take({ id }, twins) {
      outbox.markAttempted(id, twins);
      line.value = without(id);
    },
    refuse: (id) => outbox.markRefused(id),
    putBack(message, failure) {
      line.value = [failure === null ? pending(message) : failed(message, failure), ...line.peek()];
    },
    fail: (id, failure) => replace(id, (message) => failed(message, failure)),
    settle: (id) => outbox.remove(id),
    release(id) {
      wished.add(id);
      outbox.claim(id, session());
      replace(id, pending);
    },
    remove(id) {
      const message = line.peek().find((each) => each.id === id);
      if (message === undefined) return null;
      outbox.remove(id);
      line.value = without(id);
      return message;
    },
    settleArrived(page, underWay) {
      for (const item of recorded()) {
        if (item.id === underWay || !hasArrived(item, page, keepsIds())) continue;
        outbox.remove(item.id);
        line.value = without(item.id);
      }
    },
    async adopt(underWay) {
      const held = new Set([underWay, ...line.peek().map(({ id }) => id)]);
      const left = recorded().filter(({ id }) => !held.has(id));
      await tabs.unclaimed(
        left.map(({ id }) => id),
        (ids) => {
          for (const id of ids) adopted.add(id);
          line.value = [...left.filter(({ id }) => ids.has(id)).map(messageOf), ...line.peek()];
        },
      );
    },
    isDoubtful,
  };
}

/** Milliseconds after which the moment that a message was written for has passed. */
const LONGEST_WAIT = 24 * 3_600_000;

const TOO_OLD: ChatFailure = {
  code: "timeout",
  message: "This message could not be sent for more than a day, and now goes only when the visitor says so.",
  isRetryable: true,
};

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

function messageOf({ id, text, createdAt, attachments, replaces }: OutboxItem): Message {
  return questionOf({ id, createdAt, ...(replaces !== undefined && { replaces }) }, text, attachments);
}

function pending({ error: _error, ...message }: Message): Message {
  return { ...message, status: "pending" };
}

function failed(message: Message, error: ChatFailure): Message {
  return { ...message, status: "error", error };
}
