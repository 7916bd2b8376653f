import { conversationTitle } from "./conversation-title.js";
import { keyOf, type PostgresDatabase, type Query } from "./postgres-database.js";
import { MESSAGE_COLUMNS, toMessage } from "./postgres-rows.js";
import type { ChatStore, NewMessage, StoredMessage } from "./store.js";

type MessageStore = Pick<ChatStore, "addMessage" | "findMessage" | "rateReply" | "messages">;

/** The part of the PostgreSQL store that keeps messages. */
export function postgresMessages({ schema, query, atomically }: PostgresDatabase): MessageStore {
  const byId = `SELECT ${MESSAGE_COLUMNS} FROM ${schema}.messages WHERE conversation = $1 AND id = $2`;

  async function cutFrom(query: Query, key: string, id: string): Promise<void> {
    const replaced = toMessage((await query(byId, [key, id]))[0]);
    if (replaced?.role !== "user") return;
    await query(
      `WITH cut AS (DELETE FROM ${schema}.messages WHERE conversation = $1 AND seq >= $2 RETURNING id)
      DELETE FROM ${schema}.turns
      WHERE conversation = $1 AND ended_at IS NULL AND message_id IN (SELECT id FROM cut)`,
      [key, replaced.seq],
    );
  }

  async function insert(query: Query, key: string, message: NewMessage): Promise<StoredMessage> {
    const { id, text, parts, createdAt } = message;
    const [row] = await query(
      `WITH next AS (
        UPDATE ${schema}.conversations SET last_seq = last_seq + 2, updated_at = $5 WHERE key = $1 RETURNING last_seq
      )
      INSERT INTO ${schema}.messages (conversation, seq, id, role, text, parts, status, created_at)
      SELECT $1, last_seq - 1, $2, 'user', $3, $4, 'done', $5 FROM next RETURNING seq`,
      [key, id, text, JSON.stringify(parts), createdAt],
    );
    if (parts.length > 0) {
      const files = parts.map((part) => part.id);
      await query(`UPDATE ${schema}.files SET conversation = $1 WHERE id = ANY($2)`, [key, files]);
    }
    return { seq: Number(row?.seq), id, role: "user", text, parts, status: "done", createdAt };
  }

  return {
    addMessage: (conversation, message) =>
      atomically(async (query) => {
        const { owner, id } = conversation;
        await query(
          `INSERT INTO ${schema}.conversations (owner, id, title, updated_at) VALUES ($1, $2, $3, $4)
          ON CONFLICT DO NOTHING`,
          [owner, id, conversationTitle(message), message.createdAt],
        );
        // Locked: who adds the same message at the same time waits, and finds it.
        const key = String(await keyOf(query, schema, conversation, { isLocked: true }));
        const known = toMessage((await query(byId, [key, message.id]))[0]);
        if (known !== null) return { isNew: false, message: known };
        if (message.replaces !== undefined) await cutFrom(query, key, message.replaces);
        return { isNew: true, message: await insert(query, key, message) };
      }),
    async findMessage(conversation, id) {
      const key = await keyOf(query, schema, conversation);
      return key === null ? null : toMessage((await query(byId, [key, id]))[0]);
    },
    async rateReply(conversation, id, { value, comment }) {
      const key = await keyOf(query, schema, conversation);
      const rated = await query(
        `UPDATE ${schema}.messages SET rating = $3, comment = $4
        WHERE conversation = $1 AND id = $2 AND role = 'assistant' RETURNING id`,
        [key, id, value === 0 ? null : value, comment ?? null],
      );
      return rated.length > 0;
    },
    async messages(conversation, { before = Number.MAX_SAFE_INTEGER, after, limit }) {
      const key = await keyOf(query, schema, conversation);
      const select = `SELECT ${MESSAGE_COLUMNS} FROM ${schema}.messages WHERE conversation = $1`;
      const rows =
        after === undefined
          ? (
              await query(`${select} AND seq < $2 ORDER BY seq DESC LIMIT $3`, [key, before, limit])
            ).toReversed()
          : await query(`${select} AND seq > $2 ORDER BY seq LIMIT $3`, [key, after, limit]);
      return rows.flatMap((row) => toMessage(row) ?? []);
    },
  };
}
