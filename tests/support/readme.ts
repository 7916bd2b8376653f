import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "../../scripts/packages/published-packages.ts";

/** A block of code in a Markdown file. */
export interface Snippet {
  readonly language: string;
  /** From `title="…"` behind the language. */
  readonly title: string | undefined;
  readonly code: string;
}

/**
 * The blocks of code of a Markdown file, in order.
 * @param path - From the root of the repository.
 */
export async function snippets(path: string): Promise<Snippet[]> {
  const text = await readFile(join(ROOT, path), "utf8");
  return [...text.matchAll(/^```(\w+)(?: title="([^"]+)")?\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", title, code = ""]) => ({ language, title, code }),
  );
}
