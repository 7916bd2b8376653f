import type { SessionRecord, SessionStore } from "./session-store.js";

/** The part of the store in memory that keeps sessions. Each write also forgets what is over. */
export function memorySessions(): SessionStore {
  const sessions = new Map<string, SessionRecord & { readonly expiresAt: number }>();
  const attempts = new Map<string, { readonly count: number; readonly expiresAt: number }>();
  const forgetSessions = (at: number) => {
    for (const [id, { expiresAt }] of sessions) if (expiresAt < at) sessions.delete(id);
  };

  return {
    async findSession(id) {
      const found = sessions.get(id);
      if (found === undefined) return null;
      const { expiresAt: _, ...record } = found;
      return record;
    },
    async presentSession(id, generation, { at, expiresAt }) {
      forgetSessions(at);
      const known = sessions.get(id);
      if (known !== undefined && known.generation >= generation) return;
      sessions.set(id, {
        generation,
        presentedAt: at,
        isRevoked: known?.isRevoked ?? false,
        expiresAt: Math.max(known?.expiresAt ?? 0, expiresAt),
      });
    },
    async revokeSession(id, { at, expiresAt }) {
      forgetSessions(at);
      const {
        generation,
        presentedAt,
        expiresAt: before,
      } = sessions.get(id) ?? {
        generation: 1,
        presentedAt: at,
        expiresAt: 0,
      };
      sessions.set(id, { generation, presentedAt, isRevoked: true, expiresAt: Math.max(before, expiresAt) });
    },
    async countAttempt(key, { at, expiresAt }) {
      for (const [other, attempt] of attempts) if (attempt.expiresAt <= at) attempts.delete(other);
      const known = attempts.get(key);
      const count = (known?.count ?? 0) + 1;
      attempts.set(key, { count, expiresAt: known?.expiresAt ?? expiresAt });
      return count;
    },
  };
}
