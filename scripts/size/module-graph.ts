import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** An import of another file that the browser makes before the importing one runs. */
const STATIC_IMPORT = /\b(?:import|export)\b(?:[\w$\s{},*]+\bfrom)?\s*["'](\.[^"']+)["']/g;

/**
 * The texts of all files that have to be there before a module runs, itself included.
 * @param read - Default: from the disk.
 */
export function moduleGraph(
  entry: string,
  read: (path: string) => string = (path) => readFileSync(path, "utf8"),
): string[] {
  const texts = new Map<string, string>();
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (texts.has(path)) continue;
    const text = read(path);
    texts.set(path, text);
    for (const [, specifier = ""] of text.matchAll(STATIC_IMPORT))
      waiting.push(join(dirname(path), specifier));
  }
  return [...texts.values()];
}
