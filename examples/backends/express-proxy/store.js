/** Sessions and messages in a SQLite file. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";

export const WEEK = 7 * 24 * 60 * 60 * 1000;

export function openStore(path) {
  const db = new DatabaseSync(path);
  db.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE IF NOT EXISTS sessions (
      token TEXT PRIMARY KEY, id TEXT, user TEXT, created_at TEXT, expires_at INTEGER) STRICT;
    CREATE TABLE IF NOT EXISTS messages (
      id INTEGER PRIMARY KEY, conversation TEXT, role TEXT, content TEXT, created_at TEXT) STRICT;
    CREATE INDEX IF NOT EXISTS messages_of_conversation ON messages (conversation, id);
  `);
  const insert = db.prepare("INSERT INTO sessions VALUES (?, ?, ?, ?, ?)");
  const find = db.prepare("SELECT * FROM sessions WHERE token = ? AND expires_at > ?");
  const remove = db.prepare("DELETE FROM sessions WHERE token = ?");
  const append = db.prepare(
    "INSERT INTO messages (conversation, role, content, created_at) VALUES (?, ?, ?, ?)",
  );
  const read = db.prepare(
    "SELECT id, role, content, created_at FROM messages WHERE conversation = ? ORDER BY id",
  );
  const now = () => new Date().toISOString();

  return {
    /** Begins a session. A new token whenever it becomes somebody's: one that leaked before is then worth nothing. */
    begin({ id = randomUUID(), user = null } = {}) {
      const token = randomBytes(32).toString("base64url");
      insert.run(digest(token), id, user, now(), Date.now() + WEEK);
      return { token, session: this.find(token) };
    },
    find: (token) => find.get(digest(token), Date.now()),
    end: (token) => remove.run(digest(token)),
    say: (conversation, role, content) => append.run(conversation, role, content, now()),
    history: (conversation) => read.all(conversation),
  };
}

/** What is stored of a token: whoever reads the database cannot sign in with it. */
const digest = (token = "") => createHash("sha256").update(token).digest("hex");
