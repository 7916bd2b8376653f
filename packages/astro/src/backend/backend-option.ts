import type { ModulePath } from "../options.js";
import { isRoutePath, type PublicPath } from "../same-domain/public-path.js";

/** A backend inside the site: routes of `@chatisle/server`, conversations in an SQLite file. */
export interface BackendOption {
  /** Path of the site, below its `base`, that the backend answers on. Default: `/api`. */
  readonly path?: PublicPath;
  /**
   * The SQLite file, seen from the folder that the built server runs in. `CHATISLE_DATABASE` overrides it at run time.
   * Default: `.data/chat.sqlite`. Development has a file of its own in Astro's cache.
   */
  readonly database?: string;
  /**
   * Path of a module, from the site's root, whose default export are options of `createChatBackend`: `reply`, sign-in,
   * limits. What it sets counts before what this option would. Default: an assistant that answers from the site's pages.
   */
  readonly options?: ModulePath;
}

interface Fault {
  readonly problem: string;
  readonly fix: string;
}

/** What is wrong with a value for the option `backend`, or null. */
export function backendFault(value: unknown): Fault | null {
  if (value === true) return null;
  if (typeof value !== "object" || value === null) {
    return {
      problem: "is neither true nor an object",
      fix: "Write backend: true, or an object of its options.",
    };
  }
  const {
    path = "/api",
    database = ".",
    options = "./",
    ...unknown
  } = value as Readonly<Record<string, unknown>>;
  const [stranger] = Object.keys(unknown);
  if (stranger !== undefined) {
    return {
      problem: `has an unknown part ${stranger}`,
      fix: "The parts are: path, database, options. What else createChatBackend takes stands in the module that `options` names.",
    };
  }
  if (!isRoutePath(path)) {
    return {
      problem: "has a path that no route can stand on",
      fix: 'Write a path with one slash at its beginning and none at its end, such as "/api".',
    };
  }
  if (typeof database !== "string" || database.trim() === "") {
    return { problem: "has a database that is no file", fix: 'Write a path such as ".data/chat.sqlite".' };
  }
  if (typeof options === "string" && /^(\.\.?)?\//.test(options)) return null;
  return {
    problem: "has options that are no path of a module",
    fix: 'Write a path that starts with "./" or "/", such as "./src/chat-backend.ts".',
  };
}
