import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Whether what was built is missing or older than what it is built from.
 * @param output - A folder that a build writes as a whole.
 * @param inputs - Files and folders; those that do not exist are passed over. Folders count themselves, so that a
 * deleted file is noticed too.
 */
export function isStale(output: string, inputs: readonly string[]): boolean {
  const built = filesIn(output).map(changedAt);
  if (built.length === 0) return true;
  const sources = inputs.flatMap((path) => [path, ...entriesIn(path)]);
  return Math.max(...sources.map(changedAt)) > Math.min(...built);
}

function filesIn(folder: string): string[] {
  return entriesIn(folder).filter((path) => statSync(path).isFile());
}

function entriesIn(path: string): string[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" }).map((name) => join(path, name));
}

/** Epoch milliseconds; 0 for what does not exist. */
function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
