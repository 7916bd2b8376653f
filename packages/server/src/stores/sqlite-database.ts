import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { BackendError } from "../backend-error.js";
import type { ConversationKey } from "./conversation-key.js";
import { migrate } from "./sqlite-schema.js";
import { STATEMENTS } from "./sqlite-statements.js";

/** An open database with its statements prepared. */
export interface SqliteDatabase {
  readonly statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;
  /** A read that a write depends on must hold the write lock, or two processes decide on the same state. */
  atomically<Result>(steps: () => Result): Result;
  /** The internal number of a conversation; null when there is none. */
  keyOf(conversation: ConversationKey): number | null;
  close(): void;
}

/** Milliseconds to wait for another process that is writing. */
const BUSY_TIMEOUT = 5_000;

/** @throws {@link BackendError} `store` when the file cannot be opened or was written by a newer release. */
export function openDatabase(path: string): SqliteDatabase {
  const database = open(path);
  const statements = Object.fromEntries(
    Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]),
  ) as Record<keyof typeof STATEMENTS, StatementSync>;

  return {
    statements,
    atomically(steps) {
      database.exec("BEGIN IMMEDIATE");
      try {
        const result = steps();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        database.exec("ROLLBACK");
        throw error;
      }
    },
    keyOf({ owner, id }) {
      const key = statements.findConversation.get(owner, id)?.key;
      return key === undefined ? null : Number(key);
    },
    close() {
      if (database.isOpen) database.close();
    },
  };
}

function open(path: string): DatabaseSync {
  try {
    if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
    const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
    // WAL: readers do not wait for a writer. NORMAL: a power cut may lose the last moment, never the file.
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON");
    migrate(database, path);
    return database;
  } catch (cause) {
    if (cause instanceof BackendError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BackendError(
      "store",
      `Opening the database ${path} failed: ${reason}. Check that the folder can be written and the file is SQLite.`,
      { cause },
    );
  }
}
