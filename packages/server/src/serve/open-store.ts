import { dirname } from "node:path";
import { BackendError } from "../backend-error.js";
import type { ChatStore } from "../stores/store.js";

/** Whether `DATABASE_URL` names a database that instances on several machines can share. */
export function isPostgres(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url);
}

/** The folder beside the database for what a server keeps on its machine; null for a database in memory. */
export function dataFolder(url: string): string | null {
  if (isPostgres(url)) return ".data";
  const path = sqlitePath(url);
  return path === ":memory:" ? null : dirname(path);
}

/** The store that `DATABASE_URL` names: `postgres://…`, or the path of a SQLite file. */
export async function openStore(url: string, onError: (error: unknown) => void): Promise<ChatStore> {
  if (isPostgres(url)) {
    const { postgresStore } = await needed(
      "pg",
      "DATABASE_URL names a PostgreSQL server",
      () => import("../stores/postgres.js"),
    );
    return postgresStore({ url, onError });
  }
  if (/^(?!sqlite:|file:)[a-z][a-z\d+.-]+:\/\//i.test(url)) {
    const [scheme = ""] = url.split(":");
    throw new BackendError(
      "option",
      `DATABASE_URL begins with ${scheme}:, which is no store. Write postgres://… or the path of a SQLite file.`,
    );
  }
  const { sqliteStore } = await import("../stores/sqlite.js");
  return sqliteStore({ path: sqlitePath(url) });
}

function sqlitePath(url: string): string {
  return url.replace(/^(sqlite|file):(\/\/(?=\/))?/, "");
}

/**
 * Loads what an optional package is needed for.
 * @throws {@link BackendError} `option` with the command that installs it.
 */
export async function needed<Module>(
  packages: string,
  why: string,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    if (!(cause instanceof Error) || !("code" in cause) || cause.code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new BackendError("option", `${why}, for which a package is missing: npm install ${packages}`, {
      cause,
    });
  }
}
