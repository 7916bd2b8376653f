import { keyText } from "./conversation-key.js";
import { conversationTitle } from "./conversation-title.js";
import {
  conversationsOf,
  deleteConversations,
  type MemoryConversation,
  type MemoryState,
} from "./memory-state.js";
import type { SessionStore } from "./session-store.js";
import type { ChatStore, StoredMessage } from "./store.js";
import type { TurnStore } from "./turn-store.js";

type ConversationStore = Omit<ChatStore, keyof TurnStore | keyof SessionStore | "ready" | "close">;

/** How much `deleteOlder` deletes at once, as with every other store. */
const BATCH = 100;

/** The part of the store in memory that keeps messages, conversations and files' records. */
export function memoryMessages(state: MemoryState): ConversationStore {
  const { conversations, files } = state;

  function cutFrom(conversation: MemoryConversation, id: string): void {
    const index = conversation.messages.findIndex(
      ({ message }) => message.id === id && message.role === "user",
    );
    if (index < 0) return;
    const cut = new Set(conversation.messages.slice(index).map(({ message }) => message.id));
    conversation.messages = conversation.messages.slice(0, index);
    for (const [number, turn] of conversation.turns) {
      if (turn.endedAt === null && cut.has(turn.messageId)) conversation.turns.delete(number);
    }
  }

  function merge(from: MemoryConversation, to: MemoryConversation): void {
    const known = new Set(to.messages.map(({ message }) => message.id));
    const moved = from.messages.filter(
      ({ message }) => !known.has(message.id) && !known.has(message.replyTo ?? ""),
    );
    to.messages = [
      ...to.messages,
      ...moved.map((entry) => ({
        ...entry,
        message: { ...entry.message, seq: entry.message.seq + to.lastSeq },
      })),
    ];
    to.lastSeq += from.lastSeq;
    to.lastTurn = Math.max(to.lastTurn, from.lastTurn);
    to.updatedAt = Math.max(to.updatedAt, from.updatedAt);
    for (const [id, file] of files)
      if (file.conversation === from) files.set(id, { ...file, conversation: to });
  }

  return {
    async addMessage(key, { id, text, parts, createdAt, replaces }) {
      const conversation = conversations.get(keyText(key)) ?? {
        ...key,
        title: conversationTitle({ text, parts }),
        updatedAt: createdAt,
        lastSeq: 0,
        lastTurn: 0,
        messages: [],
        turns: new Map(),
      };
      conversations.set(keyText(key), conversation);
      const known = conversation.messages.find(({ message }) => message.id === id);
      if (known !== undefined) return { isNew: false, message: known.message };
      if (replaces !== undefined) cutFrom(conversation, replaces);
      conversation.lastSeq += 2;
      conversation.updatedAt = createdAt;
      const seq = conversation.lastSeq - 1;
      const message: StoredMessage = { seq, id, role: "user", text, parts, status: "done", createdAt };
      conversation.messages = [...conversation.messages, { message }];
      for (const part of parts) {
        const file = files.get(part.id);
        if (file !== undefined) files.set(part.id, { ...file, conversation });
      }
      return { isNew: true, message };
    },
    async findMessage(key, id) {
      const found = conversations.get(keyText(key))?.messages.find(({ message }) => message.id === id);
      return found?.message ?? null;
    },
    async rateReply(key, id, { value }) {
      const conversation = conversations.get(keyText(key));
      const index = conversation?.messages.findIndex(({ message }) => message.id === id) ?? -1;
      const entry = conversation?.messages[index];
      if (conversation === undefined || entry?.message.role !== "assistant") return false;
      const { rating: _, ...message } = entry.message;
      const rated = value === 0 ? message : { ...message, rating: value };
      conversation.messages = conversation.messages.with(index, { ...entry, message: rated });
      return true;
    },
    async messages(key, { before = Number.POSITIVE_INFINITY, after, limit }) {
      const messages = (conversations.get(keyText(key))?.messages ?? []).map(({ message }) => message);
      return after === undefined
        ? messages.filter(({ seq }) => seq < before).slice(-limit)
        : messages.filter(({ seq }) => seq > after).slice(0, limit);
    },
    async conversations(owner, { after, limit }) {
      const isBehind = ({ updatedAt, id }: MemoryConversation) =>
        after === undefined ||
        updatedAt < after.updatedAt ||
        (updatedAt === after.updatedAt && id < after.id);
      return conversationsOf(state, { owner })
        .filter(isBehind)
        .toSorted((one, other) => other.updatedAt - one.updatedAt || (one.id < other.id ? 1 : -1))
        .slice(0, limit)
        .map(({ id, title, updatedAt }) => ({ id, title, updatedAt }));
    },
    async moveOwner(from, to) {
      if (from === to) return;
      for (const conversation of conversationsOf(state, { owner: from })) {
        const same = conversations.get(keyText({ owner: to, id: conversation.id }));
        conversations.delete(keyText(conversation));
        if (same !== undefined) merge(conversation, same);
        else {
          conversation.owner = to;
          conversations.set(keyText(conversation), conversation);
        }
      }
      for (const [id, file] of files) {
        if (file.record.owner === from) files.set(id, { ...file, record: { ...file.record, owner: to } });
      }
    },
    deleteConversation: async (key) => deleteConversations(state, conversationsOf(state, key)),
    async deleteOwner(owner) {
      const ids = [...files].flatMap(([id, { record }]) => (record.owner === owner ? [id] : []));
      for (const id of ids) files.delete(id);
      deleteConversations(state, conversationsOf(state, { owner }));
      return ids;
    },
    async deleteOlder(than) {
      const old = [...conversations.values()].filter(({ updatedAt }) => updatedAt < than).slice(0, BATCH);
      const loose = [...files]
        .filter(([, { record, conversation }]) => conversation === null && record.createdAt < than)
        .slice(0, BATCH)
        .map(([id]) => id);
      for (const id of loose) files.delete(id);
      return {
        files: [...deleteConversations(state, old), ...loose],
        isMore: old.length === BATCH || loose.length === BATCH,
      };
    },
    async addFile(record) {
      files.set(record.id, { record, conversation: null });
    },
    findFile: async (id) => files.get(id)?.record ?? null,
  };
}
