import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Where distributions put the server, one folder for each version. */
const VERSIONS_FOLDER = "/usr/lib/postgresql";

/** The folder of PostgreSQL's programs; null where none is installed. `POSTGRES_BIN` names another. */
export function findPostgres(): string | null {
  if (process.env.POSTGRES_BIN !== undefined) return process.env.POSTGRES_BIN;
  if (!existsSync(VERSIONS_FOLDER)) return null;
  const newest = readdirSync(VERSIONS_FOLDER)
    .sort((one, other) => Number(one) - Number(other))
    .at(-1);
  return newest === undefined ? null : join(VERSIONS_FOLDER, newest, "bin");
}
