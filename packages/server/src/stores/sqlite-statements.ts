const MESSAGE = "seq, id, role, text, parts, status, created_at, reply_to, rating";
const OPEN_TURN = "turns.number, turns.message_id, turns.expires_at, conversations.owner, conversations.id";
const OPEN_TURNS = `SELECT ${OPEN_TURN} FROM turns JOIN conversations ON conversations.key = turns.conversation`;

/** Every statement the SQLite store runs. Each finds its rows by an index, whatever is stored. */
export const STATEMENTS = {
  // Conversations
  findConversation: "SELECT key FROM conversations WHERE owner = ? AND id = ?",
  addConversation:
    "INSERT INTO conversations (owner, id, title, updated_at) VALUES (?, ?, ?, ?) RETURNING key",
  touchConversation: "UPDATE conversations SET updated_at = ? WHERE key = ?",
  listConversations: `SELECT id, title, updated_at FROM conversations
    WHERE owner = ? AND (updated_at, id) < (?, ?) ORDER BY updated_at DESC, id DESC LIMIT ?`,
  ownedConversations: "SELECT key, id FROM conversations WHERE owner = ?",
  renameOwner: "UPDATE conversations SET owner = ? WHERE key = ?",
  counters: "SELECT last_seq, turns FROM conversations WHERE key = ?",
  raiseCounters: `UPDATE conversations SET last_seq = last_seq + ?, turns = max(turns, ?),
    updated_at = max(updated_at, ?) WHERE key = ?`,
  moveMessages: `UPDATE messages AS moved SET conversation = ?, seq = seq + ? WHERE conversation = ? AND NOT EXISTS (
    SELECT 1 FROM messages AS kept WHERE kept.conversation = ? AND kept.id IN (moved.id, moved.reply_to))`,
  updatedAt: "SELECT updated_at FROM conversations WHERE key = ?",
  deleteConversation: "DELETE FROM conversations WHERE key = ?",
  olderConversations: "SELECT key FROM conversations WHERE updated_at < ? ORDER BY updated_at LIMIT ?",

  // Messages
  nextSeq: "UPDATE conversations SET last_seq = last_seq + 2 WHERE key = ? RETURNING last_seq - 1 AS seq",
  addMessage: `INSERT INTO messages (conversation, seq, id, role, text, parts, status, created_at)
    VALUES (?, ?, ?, 'user', ?, ?, 'done', ?)`,
  addReply: `INSERT INTO messages (conversation, seq, id, role, text, parts, status, created_at, reply_to, wish)
    SELECT conversation, seq + 1, ?, 'assistant', ?, ?, ?, ?, id, ? FROM messages WHERE conversation = ? AND id = ?`,
  replaceReply: `UPDATE messages SET id = ?, text = ?, parts = ?, status = ?, created_at = ?, wish = ?, rating = NULL,
    comment = NULL WHERE conversation = ? AND reply_to = ?`,
  byId: `SELECT ${MESSAGE} FROM messages WHERE conversation = ? AND id = ?`,
  byQuestion: `SELECT ${MESSAGE}, wish FROM messages WHERE conversation = ? AND reply_to = ?`,
  newestBefore: `SELECT ${MESSAGE} FROM messages WHERE conversation = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  oldestAfter: `SELECT ${MESSAGE} FROM messages WHERE conversation = ? AND seq > ? ORDER BY seq LIMIT ?`,
  cutMessages: "DELETE FROM messages WHERE conversation = ? AND seq >= ? RETURNING id",
  cutTurns: "DELETE FROM turns WHERE conversation = ? AND ended_at IS NULL AND message_id = ?",
  rate: "UPDATE messages SET rating = ?, comment = ? WHERE conversation = ? AND id = ? AND role = 'assistant'",

  // Files
  addFile: "INSERT INTO files (id, owner, name, type, created_at) VALUES (?, ?, ?, ?, ?)",
  findFile: "SELECT id, owner, name, type, created_at FROM files WHERE id = ?",
  attachFile: "UPDATE files SET conversation = ? WHERE id = ?",
  moveFiles: "UPDATE files SET owner = ? WHERE owner = ?",
  moveAttachedFiles: "UPDATE files SET conversation = ? WHERE conversation = ?",
  deleteFilesOfConversation: "DELETE FROM files WHERE conversation = ? RETURNING id",
  deleteFilesOfOwner: "DELETE FROM files WHERE owner = ? RETURNING id",
  looseFiles:
    "SELECT id FROM files WHERE conversation IS NULL AND created_at < ? ORDER BY created_at LIMIT ?",
  deleteFile: "DELETE FROM files WHERE id = ?",

  // Turns
  nextTurn: "UPDATE conversations SET turns = turns + 1 WHERE key = ? RETURNING turns",
  openTurns: `${OPEN_TURNS} WHERE turns.conversation = ? AND ended_at IS NULL ORDER BY number`,
  addTurn:
    "INSERT INTO turns (conversation, number, message_id, wish, instance, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
  keepTurns: "UPDATE turns SET expires_at = ? WHERE instance = ? AND ended_at IS NULL",
  turnsToStop: `${OPEN_TURNS} WHERE turns.instance = ? AND ended_at IS NULL AND is_stopped = 1`,
  lostTurns: `${OPEN_TURNS} WHERE turns.expires_at <= ? AND ended_at IS NULL ORDER BY turns.expires_at LIMIT ?`,
  findTurn:
    "SELECT message_id, wish, instance, expires_at, ended_at FROM turns WHERE conversation = ? AND number = ?",
  addEvents: `INSERT INTO turn_events (conversation, turn, last_seq, events) VALUES (?, ?, ?, ?)
    ON CONFLICT DO NOTHING`,
  readEvents:
    "SELECT events FROM turn_events WHERE conversation = ? AND turn = ? AND last_seq > ? ORDER BY last_seq",
  endTurn: "UPDATE turns SET ended_at = ? WHERE conversation = ? AND number = ?",
  stopTurns: "UPDATE turns SET is_stopped = 1 WHERE conversation = ? AND ended_at IS NULL",
  stopTurn: "UPDATE turns SET is_stopped = 1 WHERE conversation = ? AND message_id = ? AND ended_at IS NULL",
  forgetTurns: "DELETE FROM turns WHERE ended_at < ?",

  // Sessions
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
