import { DatabaseSync } from "node:sqlite";
import session from "express-session";

/** Keeps sessions in a file. The store that express-session brings along forgets them at every restart. */
export class SqliteStore extends session.Store {
  #get;
  #set;
  #destroy;

  constructor(path) {
    super();
    const db = new DatabaseSync(path);
    db.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE IF NOT EXISTS sessions (sid TEXT PRIMARY KEY, data TEXT, expires_at INTEGER) STRICT;
    `);
    this.#get = db.prepare("SELECT data FROM sessions WHERE sid = ? AND expires_at > ?");
    this.#set = db.prepare("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)");
    this.#destroy = db.prepare("DELETE FROM sessions WHERE sid = ?");
  }

  get(sid, done) {
    settle(done, () => {
      const row = this.#get.get(sid, Date.now());
      return row === undefined ? null : JSON.parse(row.data);
    });
  }

  set(sid, data, done) {
    settle(done, () => void this.#set.run(sid, JSON.stringify(data), Date.now() + data.cookie.maxAge));
  }

  touch(sid, data, done) {
    this.set(sid, data, done);
  }

  destroy(sid, done) {
    settle(done, () => void this.#destroy.run(sid));
  }
}

/** Tells a callback how something synchronous went. */
function settle(done, work) {
  let result;
  try {
    result = work();
  } catch (error) {
    return done?.(error);
  }
  done?.(null, result);
}
