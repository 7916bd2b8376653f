import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import type { Part } from "@chatisle/client/protocol";
import { BackendError } from "../backend-error.js";
import { migrate } from "./sqlite-schema.js";
import { sqliteSessions } from "./sqlite-sessions.js";
import { STATEMENTS } from "./sqlite-statements.js";
import type { ChatStore, StoredMessage } from "./store.js";

export interface SqliteStoreOptions {
  /** The database file; missing folders are made. `:memory:` keeps everything in memory until `close`. */
  readonly path: string;
}

/** Milliseconds to wait for another process that is writing. */
const BUSY_TIMEOUT = 5_000;

/**
 * A store in one SQLite file, with Node's own SQLite. Several processes on one machine may share the file.
 * @throws {@link BackendError} `store` when the file cannot be opened or was written by a newer release.
 */
export function sqliteStore({ path }: SqliteStoreOptions): ChatStore {
  const database = open(path);
  const addConversation = database.prepare(STATEMENTS.addConversation);
  const nextSeq = database.prepare(STATEMENTS.nextSeq);
  const nextTurn = database.prepare(STATEMENTS.nextTurn);
  const insert = database.prepare(STATEMENTS.insert);
  const replaceReply = database.prepare(STATEMENTS.replaceReply);
  const byId = database.prepare(STATEMENTS.byId);
  const byQuestion = database.prepare(STATEMENTS.byQuestion);
  const newestBefore = database.prepare(STATEMENTS.newestBefore);
  const counters = database.prepare(STATEMENTS.counters);
  const raiseCounters = database.prepare(STATEMENTS.raiseCounters);
  const moveMessages = database.prepare(STATEMENTS.moveMessages);
  const deleteConversation = database.prepare(STATEMENTS.deleteConversation);

  /** A read that a write depends on must hold the write lock, or two processes decide on the same state. */
  function atomically<Result>(steps: () => Result): Result {
    database.exec("BEGIN IMMEDIATE");
    try {
      const result = steps();
      database.exec("COMMIT");
      return result;
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  }

  const replyTo = (conversation: string, messageId: string) =>
    toMessage(byQuestion.get(conversation, messageId));

  return {
    async addMessage(conversation, { id, text, createdAt }) {
      return atomically(() => {
        const known = toMessage(byId.get(conversation, id));
        if (known !== null) return { isNew: false, message: known, reply: replyTo(conversation, id) };
        addConversation.run(conversation);
        const seq = count(nextSeq.get(conversation)?.last_seq);
        insert.run(conversation, seq, id, "user", text, "[]", "done", createdAt, null);
        const message: StoredMessage = { seq, id, role: "user", text, parts: [], status: "done", createdAt };
        return { isNew: true, message, reply: null };
      });
    },
    async openTurn(conversation, messageId) {
      return atomically(() => ({
        turn: count(nextTurn.get(conversation)?.turns),
        reply: replyTo(conversation, messageId),
      }));
    },
    async saveReply(conversation, messageId, { id, text, parts, status, createdAt }) {
      const json = JSON.stringify(parts);
      atomically(() => {
        const { changes } = replaceReply.run(id, text, json, status, createdAt, conversation, messageId);
        if (changes > 0) return;
        const seq = count(nextSeq.get(conversation)?.last_seq);
        insert.run(conversation, seq, id, "assistant", text, json, status, createdAt, messageId);
      });
    },
    async messages(conversation, { before = Number.MAX_SAFE_INTEGER, limit }) {
      return newestBefore
        .all(conversation, before, limit)
        .flatMap((row) => toMessage(row) ?? [])
        .reverse();
    },
    async moveConversation(from, to) {
      atomically(() => {
        const moved = counters.get(from);
        if (moved === undefined || from === to) return;
        addConversation.run(to);
        moveMessages.run(to, count(counters.get(to)?.last_seq), from, to);
        raiseCounters.run(count(moved.last_seq), count(moved.turns), to);
        deleteConversation.run(from);
      });
    },
    async deleteConversation(conversation) {
      deleteConversation.run(conversation);
    },
    ...sqliteSessions(database),
    async close() {
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

function count(value: SQLOutputValue | undefined): number {
  if (typeof value === "number") return value;
  throw new BackendError("store", "The conversation is not stored. Add a message to it first.");
}

/** The table's own checks hold the values to these types. */
function toMessage(row: Record<string, SQLOutputValue> | undefined): StoredMessage | null {
  if (row === undefined) return null;
  return {
    seq: Number(row.seq),
    id: String(row.id),
    role: row.role as StoredMessage["role"],
    text: String(row.text),
    parts: JSON.parse(String(row.parts)) as Part[],
    status: row.status as StoredMessage["status"],
    createdAt: Number(row.created_at),
    ...(row.reply_to !== null && { replyTo: String(row.reply_to) }),
  };
}
