import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { ConversationsState } from "./chat-client.js";
import { type Outcome, outcomeOf } from "./outcome.js";
import { type AdapterContext, ChatError, type Protocol } from "./protocol/index.js";
import type { Session } from "./session.js";

export interface ConversationListOptions {
  readonly protocol: Protocol;
  readonly context: AdapterContext;
  readonly session: Session;
  /** Aborts everything. */
  readonly signal: AbortSignal;
  /** Whether the backend keeps several conversations. */
  readonly isOffered: () => boolean;
}

/** The list of the visitor's conversations, read when it is asked for. */
export interface ConversationList {
  readonly state: ReadonlySignal<ConversationsState>;
  /** Reads the first page anew. */
  load(): Promise<void>;
  /** Reads the page after the last one, where there is one. */
  loadMore(): Promise<void>;
  remove(id: string): Promise<Outcome>;
  /** Forgets the list: it belongs to somebody else. */
  forget(): void;
}

export function createConversationList(options: ConversationListOptions): ConversationList {
  const { protocol, context, session, signal: disposal, isOffered } = options;
  const state = signal<ConversationsState>({ status: "idle" });
  /** Counts what makes a page that is on its way out of date. */
  let changes = 0;

  const shown = () => {
    const current = state.peek();
    return "items" in current ? current.items : [];
  };

  async function read(cursor?: string): Promise<void> {
    const { conversations } = protocol;
    if (conversations === undefined || !isOffered()) {
      state.value = { status: "absent" };
      return;
    }
    const asOf = ++changes;
    state.value = { status: "loading", items: shown() };
    const outcome = await outcomeOf(session, () =>
      conversations(context, { ...(cursor !== undefined && { cursor }), signal: disposal }),
    );
    if (asOf !== changes) return;
    if (!outcome.ok) {
      state.value = { status: "failed", items: shown(), failure: outcome.failure };
      return;
    }
    const { items, next } = outcome.value;
    const known = cursor === undefined ? [] : shown();
    const ids = new Set(known.map(({ id }) => id));
    state.value = {
      status: "loaded",
      items: [...known, ...items.filter(({ id }) => !ids.has(id))],
      ...(next !== undefined && { next }),
    };
  }

  return {
    state,
    load: () => read(),
    async loadMore() {
      const current = state.peek();
      if (current.status === "loaded" && current.next !== undefined) await read(current.next);
    },
    async remove(id) {
      const { removeConversation } = protocol;
      if (removeConversation === undefined || !isOffered()) return UNREMOVABLE;
      const outcome = await outcomeOf(session, () => removeConversation(context, id, disposal));
      const current = state.peek();
      if (outcome.ok && "items" in current)
        state.value = { ...current, items: current.items.filter((item) => item.id !== id) };
      return outcome;
    },
    forget() {
      changes += 1;
      state.value = { status: "idle" };
    },
  };
}

const UNREMOVABLE: Outcome = {
  ok: false,
  failure: new ChatError(
    "invalid",
    "The conversation could not be removed: the backend does not offer it.",
  ).toJSON(),
};
