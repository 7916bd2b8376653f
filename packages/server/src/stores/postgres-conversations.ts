import { keyOf, type PostgresDatabase, type Query, type Row } from "./postgres-database.js";
import type { ChatStore } from "./store.js";

type OwnedThings = Pick<
  ChatStore,
  | "conversations"
  | "moveOwner"
  | "deleteConversation"
  | "deleteOwner"
  | "deleteOlder"
  | "addFile"
  | "findFile"
>;

/** How much `deleteOlder` deletes at once, so that nobody waits long for its locks. */
const BATCH = 100;

/** The part of the PostgreSQL store that keeps what a visitor owns: conversations as a whole, and files. */
export function postgresConversations({ schema, query, atomically }: PostgresDatabase): OwnedThings {
  const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => String(id));

  async function deleteByKeys(query: Query, keys: readonly unknown[]): Promise<readonly string[]> {
    const files = await query(`DELETE FROM ${schema}.files WHERE conversation = ANY($1) RETURNING id`, [
      keys,
    ]);
    await query(`DELETE FROM ${schema}.conversations WHERE key = ANY($1)`, [keys]);
    return idsOf(files);
  }

  /** Puts the messages of one conversation behind those of another. */
  async function merge(query: Query, from: unknown, to: string): Promise<void> {
    await query(
      `UPDATE ${schema}.messages AS moved
      SET conversation = $2, seq = moved.seq + (SELECT last_seq FROM ${schema}.conversations WHERE key = $2)
      WHERE conversation = $1 AND NOT EXISTS (
        SELECT 1 FROM ${schema}.messages AS kept WHERE kept.conversation = $2 AND kept.id IN (moved.id, moved.reply_to))`,
      [from, to],
    );
    await query(`UPDATE ${schema}.files SET conversation = $2 WHERE conversation = $1`, [from, to]);
    await query(
      `UPDATE ${schema}.conversations AS kept SET last_seq = kept.last_seq + moved.last_seq,
        turns = greatest(kept.turns, moved.turns), updated_at = greatest(kept.updated_at, moved.updated_at)
      FROM ${schema}.conversations AS moved WHERE kept.key = $2 AND moved.key = $1`,
      [from, to],
    );
    await query(`DELETE FROM ${schema}.conversations WHERE key = $1`, [from]);
  }

  return {
    async conversations(owner, { after, limit }) {
      const { updatedAt, id } = after ?? { updatedAt: Number.MAX_SAFE_INTEGER, id: "" };
      const rows = await query(
        `SELECT id, title, updated_at FROM ${schema}.conversations
        WHERE owner = $1 AND (updated_at, id) < ($2, $3) ORDER BY updated_at DESC, id DESC LIMIT $4`,
        [owner, updatedAt, id, limit],
      );
      return rows.map((row) => ({
        id: String(row.id),
        title: String(row.title),
        updatedAt: Number(row.updated_at),
      }));
    },
    async moveOwner(from, to) {
      if (from === to) return;
      await atomically(async (query) => {
        // In one order for everybody, so that two moves cannot wait for each other.
        const rows = await query(
          `SELECT key, owner, id FROM ${schema}.conversations WHERE owner IN ($1, $2) ORDER BY key FOR UPDATE`,
          [from, to],
        );
        for (const { key, id } of rows.filter(({ owner }) => owner === from)) {
          const same = rows.find((other) => other.owner === to && other.id === id);
          if (same !== undefined) await merge(query, key, String(same.key));
          else await query(`UPDATE ${schema}.conversations SET owner = $2 WHERE key = $1`, [key, to]);
        }
        await query(`UPDATE ${schema}.files SET owner = $2 WHERE owner = $1`, [from, to]);
      });
    },
    deleteConversation: (conversation) =>
      atomically(async (query) => {
        const key = await keyOf(query, schema, conversation, { isLocked: true });
        return key === null ? [] : deleteByKeys(query, [key]);
      }),
    deleteOwner: (owner) =>
      atomically(async (query) => {
        const files = await query(`DELETE FROM ${schema}.files WHERE owner = $1 RETURNING id`, [owner]);
        await query(`DELETE FROM ${schema}.conversations WHERE owner = $1`, [owner]);
        return idsOf(files);
      }),
    deleteOlder: (than) =>
      atomically(async (query) => {
        // Several instances may look at once: each takes others.
        const old = await query(
          `SELECT key FROM ${schema}.conversations WHERE updated_at < $1
          ORDER BY updated_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED`,
          [than],
        );
        const files = await deleteByKeys(
          query,
          old.map(({ key }) => key),
        );
        const loose = await query(
          `DELETE FROM ${schema}.files WHERE id IN (
            SELECT id FROM ${schema}.files WHERE conversation IS NULL AND created_at < $1
            ORDER BY created_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) RETURNING id`,
          [than],
        );
        return {
          files: [...files, ...idsOf(loose)],
          isMore: old.length === BATCH || loose.length === BATCH,
        };
      }),
    async addFile({ id, owner, name, type, createdAt }) {
      await query(
        `INSERT INTO ${schema}.files (id, owner, name, type, created_at) VALUES ($1, $2, $3, $4, $5)`,
        [id, owner, name, type, createdAt],
      );
    },
    async findFile(id) {
      const [row] = await query(`SELECT owner, name, type, created_at FROM ${schema}.files WHERE id = $1`, [
        id,
      ]);
      if (row === undefined) return null;
      const { owner, name, type, created_at } = row;
      return {
        id,
        owner: String(owner),
        name: String(name),
        type: String(type),
        createdAt: Number(created_at),
      };
    },
  };
}
