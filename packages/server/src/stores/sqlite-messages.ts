import { conversationTitle } from "./conversation-title.js";
import type { SqliteDatabase } from "./sqlite-database.js";
import { numberIn, toMessage } from "./sqlite-rows.js";
import type { ChatStore, NewMessage, StoredMessage } from "./store.js";

type MessageStore = Pick<ChatStore, "addMessage" | "findMessage" | "rateReply" | "messages">;

/** The part of the SQLite store that keeps messages. */
export function sqliteMessages({ statements: run, atomically, keyOf }: SqliteDatabase): MessageStore {
  function cutFrom(key: number, id: string): void {
    const replaced = toMessage(run.byId.get(key, id));
    if (replaced?.role !== "user") return;
    for (const { id: cut } of run.cutMessages.all(key, replaced.seq)) run.cutTurns.run(key, String(cut));
  }

  function insert(key: number, { id, text, parts, createdAt }: NewMessage): StoredMessage {
    const seq = numberIn(run.nextSeq.get(key), "seq");
    run.addMessage.run(key, seq, id, text, JSON.stringify(parts), createdAt);
    run.touchConversation.run(createdAt, key);
    for (const file of parts) run.attachFile.run(key, file.id);
    return { seq, id, role: "user", text, parts, status: "done", createdAt };
  }

  return {
    async addMessage(conversation, message) {
      return atomically(() => {
        const found = keyOf(conversation);
        const known = found === null ? null : toMessage(run.byId.get(found, message.id));
        if (known !== null) return { isNew: false, message: known };
        const { owner, id } = conversation;
        const key =
          found ??
          numberIn(run.addConversation.get(owner, id, conversationTitle(message), message.createdAt), "key");
        if (message.replaces !== undefined) cutFrom(key, message.replaces);
        return { isNew: true, message: insert(key, message) };
      });
    },
    async findMessage(conversation, id) {
      const key = keyOf(conversation);
      return key === null ? null : toMessage(run.byId.get(key, id));
    },
    async rateReply(conversation, id, { value, comment }) {
      const key = keyOf(conversation);
      const rating = value === 0 ? null : value;
      return key !== null && run.rate.run(rating, comment ?? null, key, id).changes > 0;
    },
    async messages(conversation, { before = Number.MAX_SAFE_INTEGER, after, limit }) {
      const key = keyOf(conversation);
      if (key === null) return [];
      const rows =
        after === undefined
          ? run.newestBefore.all(key, before, limit).reverse()
          : run.oldestAfter.all(key, after, limit);
      return rows.flatMap((row) => toMessage(row) ?? []);
    },
  };
}
