import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A file that a command writes into a site. */
export interface SiteFile {
  /** From the site's root. */
  readonly file: string;
  readonly content: string;
  /** What the file holds afterwards where it is there already, null where a human has to decide. */
  merge(known: string): string | null;
}

/** `conflict`: the file is there with something else in it, and was left alone. */
export type FileChange = "written" | "unchanged" | "conflict";

/** Writes a file into a site without losing what is there. */
export async function mergeIntoFile(site: string, wanted: SiteFile): Promise<FileChange> {
  const path = join(site, wanted.file);
  const known = await readIfThere(path);
  const next = known === null ? wanted.content : wanted.merge(known);
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
