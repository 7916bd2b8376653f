import type { SessionStore } from "./session-store.js";
import type { SqliteDatabase } from "./sqlite-database.js";

/** The part of the SQLite store that keeps sessions. Each write also forgets the sessions that are over. */
export function sqliteSessions({ statements: run }: SqliteDatabase): SessionStore {
  return {
    async findSession(id) {
      const row = run.findSession.get(id);
      if (row === undefined) return null;
      return {
        generation: Number(row.generation),
        presentedAt: Number(row.presented_at),
        isRevoked: row.is_revoked === 1,
      };
    },
    async presentSession(id, generation, { at, expiresAt }) {
      run.forgetSessions.run(at);
      run.presentSession.run(id, generation, at, expiresAt);
    },
    async revokeSession(id, { at, expiresAt }) {
      run.forgetSessions.run(at);
      run.revokeSession.run(id, at, expiresAt);
    },
    async countAttempt(key, { at, expiresAt }) {
      run.forgetAttempts.run(at);
      return Number(run.countAttempt.get(key, expiresAt)?.count);
    },
  };
}
