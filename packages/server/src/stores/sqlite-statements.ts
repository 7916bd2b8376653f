const COLUMNS = "seq, id, role, text, parts, status, created_at, reply_to";

/** Every statement the SQLite store runs. Each finds its row by an index, whatever is stored. */
export const STATEMENTS = {
  addConversation: "INSERT INTO conversations (id) VALUES (?) ON CONFLICT DO NOTHING",
  nextSeq: "UPDATE conversations SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq",
  nextTurn: "UPDATE conversations SET turns = turns + 1 WHERE id = ? RETURNING turns",
  insert: `INSERT INTO messages (conversation, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  replaceReply:
    "UPDATE messages SET id = ?, text = ?, parts = ?, status = ?, created_at = ? WHERE conversation = ? AND reply_to = ?",
  byId: `SELECT ${COLUMNS} FROM messages WHERE conversation = ? AND id = ?`,
  byQuestion: `SELECT ${COLUMNS} FROM messages WHERE conversation = ? AND reply_to = ?`,
  newestBefore: `SELECT ${COLUMNS} FROM messages WHERE conversation = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  counters: "SELECT last_seq, turns FROM conversations WHERE id = ?",
  raiseCounters: "UPDATE conversations SET last_seq = last_seq + ?, turns = max(turns, ?) WHERE id = ?",
  moveMessages: `UPDATE messages AS moved SET conversation = ?, seq = seq + ? WHERE conversation = ? AND NOT EXISTS (
    SELECT 1 FROM messages AS kept WHERE kept.conversation = ? AND kept.id IN (moved.id, moved.reply_to))`,
  deleteConversation: "DELETE FROM conversations WHERE id = ?",
  findSession: "SELECT generation, presented_at, is_revoked FROM sessions WHERE id = ?",
  presentSession: `INSERT INTO sessions (id, generation, presented_at, is_revoked, expires_at) VALUES (?, ?, ?, 0, ?)
    ON CONFLICT (id) DO UPDATE SET generation = excluded.generation, presented_at = excluded.presented_at,
      expires_at = max(expires_at, excluded.expires_at)
    WHERE excluded.generation > generation`,
  revokeSession: `INSERT INTO sessions (id, generation, presented_at, is_revoked, expires_at) VALUES (?, 1, ?, 1, ?)
    ON CONFLICT (id) DO UPDATE SET is_revoked = 1, expires_at = max(expires_at, excluded.expires_at)`,
  forgetSessions: "DELETE FROM sessions WHERE expires_at < ?",
  countAttempt: `INSERT INTO attempts (key, count, expires_at) VALUES (?, 1, ?)
    ON CONFLICT (key) DO UPDATE SET count = count + 1 RETURNING count`,
  forgetAttempts: "DELETE FROM attempts WHERE expires_at <= ?",
} as const;
