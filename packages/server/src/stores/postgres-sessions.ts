import type { PostgresDatabase } from "./postgres-database.js";
import type { SessionStore } from "./session-store.js";

/** The part of the PostgreSQL store that keeps sessions. Each write also forgets the sessions that are over. */
export function postgresSessions({ schema, query }: PostgresDatabase): SessionStore {
  /** Rows that somebody else is deleting are left to him. */
  const forget = (table: "sessions" | "attempts", key: string, condition: string) =>
    `DELETE FROM ${schema}.${table} WHERE ${key} IN (
      SELECT ${key} FROM ${schema}.${table} WHERE ${condition} LIMIT 100 FOR UPDATE SKIP LOCKED)`;
  const forgetSessions = forget("sessions", "id", "expires_at < $1");
  const forgetAttempts = forget("attempts", "key", "expires_at <= $1");

  return {
    async findSession(id) {
      const [row] = await query(
        `SELECT generation, presented_at, is_revoked FROM ${schema}.sessions WHERE id = $1`,
        [id],
      );
      if (row === undefined) return null;
      return {
        generation: Number(row.generation),
        presentedAt: Number(row.presented_at),
        isRevoked: row.is_revoked === true,
      };
    },
    async presentSession(id, generation, { at, expiresAt }) {
      await query(forgetSessions, [at]);
      await query(
        `INSERT INTO ${schema}.sessions AS known (id, generation, presented_at, is_revoked, expires_at)
        VALUES ($1, $2, $3, false, $4)
        ON CONFLICT (id) DO UPDATE SET generation = excluded.generation, presented_at = excluded.presented_at,
          expires_at = greatest(known.expires_at, excluded.expires_at)
        WHERE excluded.generation > known.generation`,
        [id, generation, at, expiresAt],
      );
    },
    async revokeSession(id, { at, expiresAt }) {
      await query(forgetSessions, [at]);
      await query(
        `INSERT INTO ${schema}.sessions AS known (id, generation, presented_at, is_revoked, expires_at)
        VALUES ($1, 1, $2, true, $3)
        ON CONFLICT (id) DO UPDATE SET is_revoked = true,
          expires_at = greatest(known.expires_at, excluded.expires_at)`,
        [id, at, expiresAt],
      );
    },
    async countAttempt(key, { at, expiresAt }) {
      await query(forgetAttempts, [at]);
      const [row] = await query(
        `INSERT INTO ${schema}.attempts AS known (key, count, expires_at) VALUES ($1, 1, $2)
        ON CONFLICT (key) DO UPDATE SET count = known.count + 1 RETURNING count`,
        [key, expiresAt],
      );
      return Number(row?.count);
    },
  };
}
