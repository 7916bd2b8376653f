import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const PROJECT_FOLDER = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const SITE_SOURCE = join(PROJECT_FOLDER, "examples", "site");

/** The folders of the packages, absolute. */
export function packageFolders(): string[] {
  const packages = join(PROJECT_FOLDER, "packages");
  return readdirSync(packages).map((name) => join(packages, name));
}
