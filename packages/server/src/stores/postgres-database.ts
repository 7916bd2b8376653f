import type { Pool, PoolClient } from "pg";
import { BackendError } from "../backend-error.js";
import type { ConversationKey } from "./conversation-key.js";
import { migrate } from "./postgres-schema.js";

export type Row = Readonly<Record<string, unknown>>;

/** Runs one statement. */
export type Query = (text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** A pool of connections to a schema of ours. */
export interface PostgresDatabase {
  /** The schema's name, which needs no quotes. */
  readonly schema: string;
  readonly query: Query;
  /** Runs steps in one transaction, on one connection. */
  atomically<Result>(steps: (query: Query) => Promise<Result>): Promise<Result>;
}

/** @throws {@link BackendError} `store` when the server cannot be reached, or a newer release has written the schema. */
export async function openDatabase(pool: Pool, schema: string, name: string): Promise<PostgresDatabase> {
  const database: PostgresDatabase = {
    schema,
    query: (text, values) => run(pool, text, values),
    async atomically(steps) {
      const client = await pool.connect();
      let failure: unknown;
      try {
        await client.query("BEGIN");
        const result = await steps((text, values) => run(client, text, values));
        await client.query("COMMIT");
        return result;
      } catch (error) {
        failure = await client.query("ROLLBACK").then(
          () => undefined,
          (broken: unknown) => broken,
        );
        throw error;
      } finally {
        // A connection that cannot even roll back is not used again.
        client.release(failure !== undefined);
      }
    },
  };
  try {
    await database.atomically((query) => migrate(query, schema));
    return database;
  } catch (cause) {
    if (cause instanceof BackendError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BackendError(
      "store",
      `Opening the database ${name} failed: ${reason || "the connection was refused"}. Check that PostgreSQL runs ` +
        "there, that the user may log in, and that it may create tables.",
      { cause },
    );
  }
}

async function run(
  client: Pool | PoolClient,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  // Without values several statements may be run at once; `pg` then answers with a list of results.
  const result = await client.query<Row>(text, values.length === 0 ? undefined : [...values]);
  return Array.isArray(result) ? [] : result.rows;
}

/** The internal number of a conversation; null when there is none. */
export async function keyOf(
  query: Query,
  schema: string,
  { owner, id }: ConversationKey,
  { isLocked = false }: { readonly isLocked?: boolean } = {},
): Promise<string | null> {
  const [row] = await query(
    `SELECT key FROM ${schema}.conversations WHERE owner = $1 AND id = $2 ${isLocked ? "FOR UPDATE" : ""}`,
    [owner, id],
  );
  return row === undefined ? null : String(row.key);
}
