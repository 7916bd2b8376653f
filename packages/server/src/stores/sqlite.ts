import { sqliteConversations } from "./sqlite-conversations.js";
import { openDatabase } from "./sqlite-database.js";
import { sqliteMessages } from "./sqlite-messages.js";
import { sqliteSessions } from "./sqlite-sessions.js";
import { sqliteTurns } from "./sqlite-turns.js";
import type { ChatStore } from "./store.js";

export interface SqliteStoreOptions {
  /** The database file; missing folders are made. `:memory:` keeps everything in memory until `close`. */
  readonly path: string;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
}

/**
 * A store in one SQLite file, with Node's own SQLite. Several processes on one machine may share the file.
 * @throws {@link BackendError} `store` when the file cannot be opened or was written by a newer release.
 */
export function sqliteStore({ path, now = Date.now }: SqliteStoreOptions): ChatStore {
  const database = openDatabase(path);
  return {
    ...sqliteMessages(database),
    ...sqliteConversations(database),
    ...sqliteTurns(database, now),
    ...sqliteSessions(database),
    async ready() {
      database.atomically(() => {});
    },
    async close() {
      database.close();
    },
  };
}
