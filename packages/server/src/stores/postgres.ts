import pg from "pg";
import { BackendError } from "../backend-error.js";
import { logError } from "../observe/log-error.js";
import { postgresConversations } from "./postgres-conversations.js";
import { openDatabase } from "./postgres-database.js";
import { postgresMessages } from "./postgres-messages.js";
import { postgresSessions } from "./postgres-sessions.js";
import { openTurnChannel } from "./postgres-turn-channel.js";
import { postgresTurns } from "./postgres-turns.js";
import type { ChatStore } from "./store.js";

export interface PostgresStoreOptions {
  /** Such as `postgres://user:password@host:5432/database`; with `?sslmode=verify-full` over a network. */
  readonly url: string;
  /** The schema that holds the tables; made when it is missing. Lower-case letters, digits and `_`. Default: `chatisle`. */
  readonly schema?: string;
  /** Connections at once, besides one that listens. Default: 10. */
  readonly maxConnections?: number;
  /** Is told of connections that are lost; they are made again. Default: the log, with messages and stacks alone. */
  readonly onError?: (error: unknown) => void;
}

/** How long a request waits for a connection before it is answered 503, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;
/** The longest time a statement may take, in milliseconds: none of ours takes long. */
const STATEMENT_TIMEOUT_MS = 15_000;

/**
 * A store in PostgreSQL 13 or later, for any number of instances. Makes and updates its tables itself.
 * @throws {@link BackendError} `option` for a schema name that is none; `store` when the server cannot be reached or the
 * schema was written by a newer release.
 */
export async function postgresStore(options: PostgresStoreOptions): Promise<ChatStore> {
  const { url, schema = "chatisle", maxConnections = 10 } = options;
  const { onError = logError } = options;
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema)) {
    throw new BackendError(
      "option",
      `\`schema\` is "${schema}"; it must have lower-case letters, digits and _ alone.`,
    );
  }
  const settings = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: "chatisle",
    keepAlive: true,
  };
  const pool = new pg.Pool({
    ...settings,
    max: maxConnections,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
  });
  // A connection that breaks while nobody uses it would otherwise end the process.
  pool.on("error", onError);
  const end = once(() => pool.end());
  try {
    const database = await openDatabase(pool, schema, nameOf(url));
    const channel = await openTurnChannel({
      name: `${schema}_turns`,
      onError,
      async connect() {
        const client = new pg.Client(settings);
        await client.connect();
        return client;
      },
    });
    return {
      ...postgresMessages(database),
      ...postgresConversations(database),
      ...postgresTurns(database, channel),
      ...postgresSessions(database),
      async ready() {
        await database.query("SELECT 1");
      },
      close: once(async () => {
        await channel.close();
        await end();
      }),
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The database's address as it may stand in a log: without user and password. */
function nameOf(url: string): string {
  if (!URL.canParse(url)) return "(its URL is none)";
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function once(action: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined;
  return () => {
    result ??= action();
    return result;
  };
}
