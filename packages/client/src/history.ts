import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { HistoryState } from "./chat-client.js";
import type { ConversationId } from "./conversation-id.js";
import {
  type AdapterContext,
  ChatError,
  type ChatFailure,
  type HistoryPage,
  type Message,
  type Protocol,
} from "./protocol/index.js";

/** Messages a page of history holds. */
const PAGE_SIZE = 50;

/** Reads the backend's history, page by page. */
export interface History {
  readonly state: ReadonlySignal<HistoryState>;
  /** How often in a row it could not be read. */
  readonly failures: () => number;
  /** The newest page, oldest to newest; null when there is none to be had, which `state` explains. */
  readNewest(): Promise<readonly Message[] | null>;
  /** The page before the oldest one read. */
  readOlder(): Promise<readonly Message[] | null>;
}

export interface HistoryOptions {
  readonly conversation: ConversationId;
  /** Whether the conversation begins now, so that there is nothing to read. */
  readonly isNew: boolean;
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  /** Aborts whatever is being read. */
  readonly signal: AbortSignal;
  /** Told how each request ended. */
  readonly report: (failure: ChatFailure | null) => void;
}

export function createHistory(options: HistoryOptions): History {
  const { protocol, context, conversation, isNew, signal: abort, report } = options;
  const state = signal<HistoryState>({ status: isNew ? "loaded" : "idle" });
  let failures = 0;

  async function read(cursor?: string): Promise<readonly Message[] | null> {
    if (protocol.history === undefined) {
      state.value = { status: "absent" };
      return null;
    }
    const from = cursor === undefined ? {} : { cursor };
    const known = conversation.known.peek();
    state.value = { status: "loading" };
    try {
      const page: HistoryPage = await protocol.history(context, {
        ...from,
        ...(known !== "" && { conversation: known }),
        limit: PAGE_SIZE,
        signal: abort,
      });
      state.value = { status: "loaded", ...(page.next !== undefined && { cursor: page.next }) };
      failures = 0;
      report(null);
      if (page.conversation !== undefined) conversation.adopt(page.conversation);
      return page.items;
    } catch (cause) {
      if (!(cause instanceof ChatError)) throw cause;
      // A visitor without a session has said nothing yet: that is an empty history, not a failure.
      if (cause.code === "auth" && context.session === null) {
        state.value = { status: "loaded" };
        return [];
      }
      failures += 1;
      const failure = cause.toJSON();
      state.value = { status: "failed", failure, ...from };
      report(failure);
      return null;
    }
  }

  return {
    state,
    failures: () => failures,
    readNewest: () => read(),
    async readOlder() {
      const current = state.peek();
      const cursor = "cursor" in current ? current.cursor : undefined;
      return cursor === undefined ? null : read(cursor);
    },
  };
}
