const COLUMNS = "seq, id, role, text, parts, status, created_at, reply_to";

/** Every statement the SQLite store runs on messages. Each finds its row by an index, whatever is stored. */
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
} as const;
