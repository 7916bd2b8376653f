import { DatabaseSync } from "node:sqlite";

/** The conversations, in a SQLite file. */
export function openMessages(path) {
  const db = new DatabaseSync(path);
  db.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS messages (
      id INTEGER PRIMARY KEY, conversation TEXT, role TEXT, content TEXT, created_at TEXT) STRICT;
    CREATE INDEX IF NOT EXISTS messages_of_conversation ON messages (conversation, id);
  `);
  const add = db.prepare(
    "INSERT INTO messages (conversation, role, content, created_at) VALUES (?, ?, ?, ?)",
  );
  const read = db.prepare(
    "SELECT id, role, content, created_at FROM messages WHERE conversation = ? ORDER BY id",
  );
  return {
    add: (conversation, role, content) => add.run(conversation, role, content, new Date().toISOString()),
    of: (conversation) => read.all(conversation),
  };
}
