import type { DatabaseSync } from "node:sqlite";
import { BackendError } from "../backend-error.js";

/**
 * The steps from an empty file to the present schema. A step that was released is never edited: a change is a new one
 * at the end.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE conversations (
    id       TEXT PRIMARY KEY,
    last_seq INTEGER NOT NULL DEFAULT 0,
    turns    INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE messages (
    conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    seq          INTEGER NOT NULL,
    id           TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
    text         TEXT NOT NULL,
    parts        TEXT NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('done', 'stopped', 'interrupted')),
    created_at   INTEGER NOT NULL,
    reply_to     TEXT
  ) STRICT;

  CREATE UNIQUE INDEX messages_in_order ON messages (conversation, seq);
  CREATE UNIQUE INDEX messages_by_id ON messages (conversation, id);
  CREATE UNIQUE INDEX messages_by_question ON messages (conversation, reply_to) WHERE reply_to IS NOT NULL;
  `,
  `
  CREATE TABLE sessions (
    id           TEXT PRIMARY KEY,
    generation   INTEGER NOT NULL,
    presented_at INTEGER NOT NULL,
    is_revoked   INTEGER NOT NULL CHECK (is_revoked IN (0, 1)),
    expires_at   INTEGER NOT NULL
  ) STRICT;

  CREATE INDEX sessions_by_expiry ON sessions (expires_at);
  `,
  `
  CREATE TABLE attempts (
    key        TEXT PRIMARY KEY,
    count      INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT;

  CREATE INDEX attempts_by_expiry ON attempts (expires_at);
  `,
  `
  DROP INDEX messages_in_order;
  DROP INDEX messages_by_id;
  DROP INDEX messages_by_question;
  ALTER TABLE messages RENAME TO old_messages;
  ALTER TABLE conversations RENAME TO old_conversations;

  CREATE TABLE conversations (
    key        INTEGER PRIMARY KEY,
    owner      TEXT NOT NULL,
    id         TEXT NOT NULL,
    title      TEXT NOT NULL,
    last_seq   INTEGER NOT NULL DEFAULT 0,
    turns      INTEGER NOT NULL DEFAULT 0,
    updated_at INTEGER NOT NULL
  ) STRICT;

  CREATE UNIQUE INDEX conversations_by_id ON conversations (owner, id);
  CREATE INDEX conversations_by_update ON conversations (owner, updated_at, id);
  CREATE INDEX conversations_by_age ON conversations (updated_at);

  CREATE TABLE messages (
    conversation INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
    seq          INTEGER NOT NULL,
    id           TEXT NOT NULL,
    role         TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
    text         TEXT NOT NULL,
    parts        TEXT NOT NULL,
    status       TEXT NOT NULL CHECK (status IN ('done', 'stopped', 'interrupted')),
    created_at   INTEGER NOT NULL,
    reply_to     TEXT,
    wish         TEXT,
    rating       INTEGER CHECK (rating IN (1, -1)),
    comment      TEXT
  ) STRICT;

  CREATE UNIQUE INDEX messages_in_order ON messages (conversation, seq);
  CREATE UNIQUE INDEX messages_by_id ON messages (conversation, id);
  CREATE UNIQUE INDEX messages_by_question ON messages (conversation, reply_to) WHERE reply_to IS NOT NULL;

  CREATE TABLE turns (
    conversation INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
    number       INTEGER NOT NULL,
    message_id   TEXT NOT NULL,
    wish         TEXT,
    instance     TEXT NOT NULL,
    expires_at   INTEGER NOT NULL,
    is_stopped   INTEGER NOT NULL DEFAULT 0 CHECK (is_stopped IN (0, 1)),
    ended_at     INTEGER,
    PRIMARY KEY (conversation, number)
  ) STRICT;

  CREATE INDEX turns_by_conversation ON turns (conversation, number) WHERE ended_at IS NULL;
  CREATE INDEX turns_by_instance ON turns (instance) WHERE ended_at IS NULL;
  CREATE INDEX turns_by_lease ON turns (expires_at) WHERE ended_at IS NULL;
  CREATE INDEX turns_by_end ON turns (ended_at) WHERE ended_at IS NOT NULL;

  CREATE TABLE turn_events (
    conversation INTEGER NOT NULL,
    turn         INTEGER NOT NULL,
    last_seq     INTEGER NOT NULL,
    events       TEXT NOT NULL,
    PRIMARY KEY (conversation, turn, last_seq),
    FOREIGN KEY (conversation, turn) REFERENCES turns (conversation, number) ON DELETE CASCADE
  ) STRICT;

  CREATE TABLE files (
    id           TEXT PRIMARY KEY,
    owner        TEXT NOT NULL,
    conversation INTEGER REFERENCES conversations (key) ON DELETE SET NULL,
    name         TEXT NOT NULL,
    type         TEXT NOT NULL,
    created_at   INTEGER NOT NULL
  ) STRICT;

  CREATE INDEX files_by_owner ON files (owner);
  CREATE INDEX files_by_conversation ON files (conversation) WHERE conversation IS NOT NULL;
  CREATE INDEX files_by_age ON files (created_at) WHERE conversation IS NULL;

  INSERT INTO conversations (owner, id, title, last_seq, turns, updated_at)
    SELECT id, 'main', coalesce((SELECT substr(text, 1, 80) FROM old_messages
        WHERE conversation = old_conversations.id AND seq = 1), ''), last_seq, turns,
      coalesce((SELECT max(created_at) FROM old_messages WHERE conversation = old_conversations.id), 0)
    FROM old_conversations;
  INSERT INTO messages (conversation, seq, id, role, text, parts, status, created_at, reply_to)
    SELECT key, seq, m.id, role, text, parts, status, created_at, reply_to
    FROM old_messages m JOIN conversations c ON c.owner = m.conversation;
  DROP TABLE old_messages;
  DROP TABLE old_conversations;
  `,
  // Makes room behind each message for its reply. By way of negative numbers, which are no place yet.
  `
  UPDATE messages SET seq = -2 * seq;
  UPDATE messages AS reply SET seq = coalesce((SELECT question.seq - 1 FROM messages AS question
    WHERE question.conversation = reply.conversation AND question.id = reply.reply_to), seq);
  UPDATE messages SET seq = -seq;
  UPDATE conversations SET last_seq = 2 * last_seq + 1;
  `,
];

/**
 * Brings a database to the present schema. Its version is recorded in the file (`user_version`), and all steps are
 * one transaction: a crash half-way leaves the old schema.
 * @throws {@link BackendError} `store` for a file that a newer release has written.
 */
export function migrate(database: DatabaseSync, path: string): void {
  database.exec("BEGIN IMMEDIATE");
  try {
    const version = Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
    if (version > MIGRATIONS.length) {
      throw new BackendError(
        "store",
        `The database ${path} has schema ${version}, this release knows ${MIGRATIONS.length}. ` +
          "Update @chatisle/server, or choose another file.",
      );
    }
    for (const step of MIGRATIONS.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    database.exec("COMMIT");
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
}
