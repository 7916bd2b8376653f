import { basename } from "node:path";
import type { PublicPath } from "../same-domain/public-path.js";

/** A folder of Markdown files that the site's own assistant answers from. */
export interface KnowledgeOption {
  /** Seen from the site's root: `src/content/docs`. */
  readonly folder: string;
  /**
   * Path of the site, below its `base`, that the files stand under: `/` or `/docs`. Default: the folder's name, and `/`
   * for `src/pages` and for the docs of Starlight.
   */
  readonly path?: "/" | PublicPath;
}

interface Fault {
  readonly problem: string;
  readonly fix: string;
}

/** What is wrong with a value for the option `knowledge`, or null. */
export function knowledgeFault(value: unknown): Fault | null {
  const { folder, path = "/", ...unknown } = parts(value);
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) {
    return { problem: `has an unknown part ${stranger}`, fix: "The parts are: folder, path." };
  }
  if (typeof folder !== "string" || folder.trim() === "") {
    return { problem: "names no folder", fix: 'Write one such as "src/content/docs".' };
  }
  if (typeof path === "string" && /^\/([\w.~-]+(\/[\w.~-]+)*)?$/.test(path)) return null;
  return {
    problem: "has a path that no page can stand under",
    fix: 'Write "/", or a path with one slash at its beginning and none at its end, such as "/docs".',
  };
}

/**
 * The option with its defaults. Call it with a value that has no {@link knowledgeFault}.
 * @param integrations - Names of the site's integrations.
 */
export function knowledgeSettings(
  option: string | KnowledgeOption,
  integrations: readonly string[],
): Required<KnowledgeOption> {
  const { folder, path } = typeof option === "string" ? { folder: option } : option;
  return { folder, path: path ?? usualPath(folder, integrations) };
}

function usualPath(folder: string, integrations: readonly string[]): "/" | PublicPath {
  const clean = folder.replace(/^\.?\/+|\/+$/g, "");
  const isStarlight = clean === "src/content/docs" && integrations.includes("@astrojs/starlight");
  return clean === "src/pages" || isStarlight ? "/" : `/${basename(clean)}`;
}

function parts(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : { folder: value };
}
