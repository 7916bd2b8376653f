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
