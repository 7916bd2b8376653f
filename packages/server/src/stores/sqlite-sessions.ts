import type { DatabaseSync } from "node:sqlite";
import type { SessionStore } from "./session-store.js";
import { STATEMENTS } from "./sqlite-statements.js";

/** The part of the SQLite store that keeps sessions. Each write also forgets the sessions that are over. */
export function sqliteSessions(database: DatabaseSync): SessionStore {
  const find = database.prepare(STATEMENTS.findSession);
  const present = database.prepare(STATEMENTS.presentSession);
  const revoke = database.prepare(STATEMENTS.revokeSession);
  const forget = database.prepare(STATEMENTS.forgetSessions);

  const attempt = database.prepare(STATEMENTS.countAttempt);
  const forgetAttempts = database.prepare(STATEMENTS.forgetAttempts);

  return {
    async findSession(id) {
      const row = find.get(id);
      if (row === undefined) return null;
      return {
        generation: Number(row.generation),
        presentedAt: Number(row.presented_at),
        isRevoked: row.is_revoked === 1,
      };
    },
    async presentSession(id, generation, { at, expiresAt }) {
      forget.run(at);
      present.run(id, generation, at, expiresAt);
    },
    async revokeSession(id, { at, expiresAt }) {
      forget.run(at);
      revoke.run(id, at, expiresAt);
    },
    async countAttempt(key, { at, expiresAt }) {
      forgetAttempts.run(at);
      return Number(attempt.get(key, expiresAt)?.count);
    },
  };
}
