import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A file that a command writes into a site. */
export interface SiteFile {
  /** From the site's root. */
  readonly file: string;
  readonly content: string;
  /**
   * Where the file is there: put the content before what it holds, merge the JSON and join its lists, or leave the file
   * as it is.
   */
  readonly merge: "prepend" | "json" | "none";
}

/** `conflict`: the file is there with something else in it, and was left alone. */
export type FileChange = "written" | "unchanged" | "conflict";

/** Writes a file into a site without losing what is there. */
export async function mergeIntoFile(site: string, { file, content, merge }: SiteFile): Promise<FileChange> {
  const path = join(site, file);
  const known = await readIfThere(path);
  const next = known === null ? content : merged(known, content, merge);
  if (next === null) return "conflict";
  if (next === known) return "unchanged";
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, next);
  return "written";
}

/** The text of a file, null when there is none. */
export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Null where a human has to decide. */
function merged(known: string, content: string, merge: SiteFile["merge"]): string | null {
  if (known.includes(content.trim())) return known;
  switch (merge) {
    case "prepend":
      return content + known;
    case "json":
      return mergedJson(known, content);
    case "none":
      return null;
  }
}

function mergedJson(known: string, content: string): string | null {
  let before: unknown;
  try {
    before = JSON.parse(known);
  } catch {
    return null; // Not JSON, or JSON with comments: rewriting it would lose them.
  }
  if (typeof before !== "object" || before === null || Array.isArray(before)) return null;
  const result: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(JSON.parse(content) as Record<string, unknown>)) {
    const there = result[key];
    if (Array.isArray(there) && Array.isArray(value)) {
      const texts = new Set(there.map((item) => JSON.stringify(item)));
      // The first rule that fits wins, so ours come first.
      result[key] = [...value.filter((item) => !texts.has(JSON.stringify(item))), ...there];
    } else if (there === undefined) result[key] = value;
    else return null;
  }
  return JSON.stringify(result) === JSON.stringify(before) ? known : `${JSON.stringify(result, null, 2)}\n`;
}
