import { BackendError } from "../backend-error.js";
import type { Query } from "./postgres-database.js";

/**
 * The steps from an empty schema to the present one. A step that was released is never edited: a change is a new one at
 * the end. `$schema` stands for the schema's name.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE $schema.conversations (
    key        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner      text NOT NULL,
    id         text COLLATE "C" NOT NULL,
    title      text NOT NULL,
    last_seq   bigint NOT NULL DEFAULT 0,
    turns      bigint NOT NULL DEFAULT 0,
    updated_at bigint NOT NULL
  );
  CREATE UNIQUE INDEX conversations_by_id ON $schema.conversations (owner, id);
  CREATE INDEX conversations_by_update ON $schema.conversations (owner, updated_at, id);
  CREATE INDEX conversations_by_age ON $schema.conversations (updated_at);

  CREATE TABLE $schema.messages (
    conversation bigint NOT NULL REFERENCES $schema.conversations (key) ON DELETE CASCADE,
    seq          bigint NOT NULL,
    id           text NOT NULL,
    role         text NOT NULL CHECK (role IN ('user', 'assistant')),
    text         text NOT NULL,
    parts        text NOT NULL,
    status       text NOT NULL CHECK (status IN ('done', 'stopped', 'interrupted')),
    created_at   bigint NOT NULL,
    reply_to     text,
    wish         text,
    rating       smallint CHECK (rating IN (1, -1)),
    comment      text,
    PRIMARY KEY (conversation, seq)
  );
  CREATE UNIQUE INDEX messages_by_id ON $schema.messages (conversation, id);
  CREATE UNIQUE INDEX messages_by_question ON $schema.messages (conversation, reply_to) WHERE reply_to IS NOT NULL;

  CREATE TABLE $schema.turns (
    conversation bigint NOT NULL REFERENCES $schema.conversations (key) ON DELETE CASCADE,
    number       bigint NOT NULL,
    message_id   text NOT NULL,
    wish         text,
    instance     text NOT NULL,
    expires_at   timestamptz NOT NULL,
    is_stopped   boolean NOT NULL DEFAULT false,
    ended_at     timestamptz,
    PRIMARY KEY (conversation, number)
  );
  CREATE INDEX turns_by_conversation ON $schema.turns (conversation, number) WHERE ended_at IS NULL;
  CREATE INDEX turns_by_instance ON $schema.turns (instance) WHERE ended_at IS NULL;
  CREATE INDEX turns_by_lease ON $schema.turns (expires_at) WHERE ended_at IS NULL;
  CREATE INDEX turns_by_end ON $schema.turns (ended_at) WHERE ended_at IS NOT NULL;

  CREATE TABLE $schema.turn_events (
    conversation bigint NOT NULL,
    turn         bigint NOT NULL,
    last_seq     bigint NOT NULL,
    events       text NOT NULL,
    PRIMARY KEY (conversation, turn, last_seq),
    FOREIGN KEY (conversation, turn) REFERENCES $schema.turns (conversation, number) ON DELETE CASCADE
  );

  CREATE TABLE $schema.files (
    id           text PRIMARY KEY,
    owner        text NOT NULL,
    conversation bigint REFERENCES $schema.conversations (key) ON DELETE SET NULL,
    name         text NOT NULL,
    type         text NOT NULL,
    created_at   bigint NOT NULL
  );
  CREATE INDEX files_by_owner ON $schema.files (owner);
  CREATE INDEX files_by_conversation ON $schema.files (conversation) WHERE conversation IS NOT NULL;
  CREATE INDEX files_by_age ON $schema.files (created_at) WHERE conversation IS NULL;

  CREATE TABLE $schema.sessions (
    id           text PRIMARY KEY,
    generation   bigint NOT NULL,
    presented_at bigint NOT NULL,
    is_revoked   boolean NOT NULL,
    expires_at   bigint NOT NULL
  );
  CREATE INDEX sessions_by_expiry ON $schema.sessions (expires_at);

  CREATE TABLE $schema.attempts (
    key        text PRIMARY KEY,
    count      bigint NOT NULL,
    expires_at bigint NOT NULL
  );
  CREATE INDEX attempts_by_expiry ON $schema.attempts (expires_at);
  `,
  // Makes room behind each message for its reply. By way of negative numbers, which are no place yet.
  `
  UPDATE $schema.messages SET seq = -2 * seq;
  UPDATE $schema.messages AS reply SET seq = coalesce((SELECT question.seq - 1 FROM $schema.messages AS question
    WHERE question.conversation = reply.conversation AND question.id = reply.reply_to), seq);
  UPDATE $schema.messages SET seq = -seq;
  UPDATE $schema.conversations SET last_seq = 2 * last_seq + 1;
  `,
];

/** Any number of our own: instances that start at once migrate one after the other. */
const MIGRATION_LOCK = 7_244_701;

/**
 * Brings a schema to the present state, in the transaction of `query`: a crash half-way leaves the old one. Its version
 * is recorded in the table `migrations`.
 * @throws {@link BackendError} `store` for a schema that a newer release has written.
 */
export async function migrate(query: Query, schema: string): Promise<void> {
  await query("SELECT pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
  await query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await query(`CREATE TABLE IF NOT EXISTS ${schema}.migrations (
    version    integer PRIMARY KEY,
    applied_at timestamptz NOT NULL DEFAULT now()
  )`);
  const [row] = await query(`SELECT coalesce(max(version), 0) AS version FROM ${schema}.migrations`);
  const version = Number(row?.version);
  if (version > MIGRATIONS.length) {
    throw new BackendError(
      "store",
      `The database's schema "${schema}" has version ${version}, this release knows ${MIGRATIONS.length}. ` +
        "Update @chatisle/server, or choose another schema.",
    );
  }
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < version) continue;
    await query(step.replaceAll("$schema", schema));
    await query(`INSERT INTO ${schema}.migrations (version) VALUES ($1)`, [index + 1]);
  }
}
