import { BackendError } from "../backend-error.js";
import type { Environment } from "../models/model-from-environment.js";

/** What `serve` needs to know, as plain data. */
export interface ServeConfig {
  /** 0 takes any free port. Default: 8787. */
  readonly port?: number;
  /** The address to listen on; `0.0.0.0` for all. Default: `localhost`. */
  readonly host?: string;
  /** How many proxies stand before this server. Default: 0, whose headers nobody may set. */
  readonly trustProxy?: number;
  /** The pages that may talk to the backend, each exactly. Default: those on its own origin. */
  readonly origins?: readonly string[];
  /** A SQLite file, or `postgres://…`. Default: `.data/chat.sqlite`. */
  readonly databaseUrl?: string;
  /** Signs sessions: at least 32 bytes. Required but in development, whose own is kept beside the database. */
  readonly secret?: string;
  /** Secrets that are still accepted. */
  readonly previousSecrets?: readonly string[];
  /** See `tokenVersion` of `createChatBackend`. */
  readonly tokenVersion?: number;
  /** Shared with the site's server, which names signed-in visitors by `signVisitorToken`. Default: nobody signs in so. */
  readonly signInSecret?: string;
  /** A folder for files that visitors attach. Default: they cannot. */
  readonly uploadsFolder?: string;
  /** A folder with the site as it was built, from whose pages the assistant answers when there is no model. */
  readonly pagesFolder?: string;
  /** What the model is told before the conversation. */
  readonly instructions?: string;
  /** Protects `/api/metrics` and `/api/status`; at least 16 characters. Default: they are not there. */
  readonly statusToken?: string;
  /** How long a conversation is kept after its last message, in milliseconds. Default: for ever. */
  readonly retention?: number;
  /** How long running replies may take after `close`, in milliseconds. Default: 10,000. */
  readonly drainTimeout?: number;
  /** For work on one's own machine: a secret of its own, and routes that show what the server sees. Default: false. */
  readonly isDevelopment?: boolean;
}

/**
 * Reads the configuration from environment variables: `PORT`, `HOST`, `TRUST_PROXY`, `ALLOWED_ORIGINS` (with commas
 * between), `DATABASE_URL`, `SESSION_SECRET`, `SESSION_SECRET_OLD` (with commas between), `TOKEN_VERSION`,
 * `SIGN_IN_SECRET`, `UPLOADS_FOLDER`, `PAGES_FOLDER`, `CHAT_INSTRUCTIONS`, `STATUS_TOKEN`, `RETENTION_DAYS` and
 * `NODE_ENV` (`development` for one's own machine). Those that are empty count as unset.
 * @throws {@link BackendError} `option` for a value that is none, naming the variable.
 */
export function serveConfigFrom(env: Environment): ServeConfig {
  const text = (name: string) => (env[name]?.trim() ? env[name].trim() : undefined);
  const list = (name: string) =>
    text(name)
      ?.split(",")
      .map((entry) => entry.trim())
      .filter((entry) => entry !== "");
  function number(name: string, lowest: number, highest: number): number | undefined {
    const value = text(name);
    if (value === undefined) return undefined;
    if (/^\d+$/.test(value) && Number(value) >= lowest && Number(value) <= highest) return Number(value);
    throw new BackendError(
      "option",
      `${name} is "${value}"; it must be a whole number from ${lowest} to ${highest}.`,
    );
  }
  const days = number("RETENTION_DAYS", 1, 36_500);
  return defined({
    port: number("PORT", 0, 65_535),
    host: text("HOST"),
    trustProxy: number("TRUST_PROXY", 0, 10),
    origins: list("ALLOWED_ORIGINS"),
    databaseUrl: text("DATABASE_URL"),
    secret: text("SESSION_SECRET"),
    previousSecrets: list("SESSION_SECRET_OLD"),
    tokenVersion: number("TOKEN_VERSION", 1, 999),
    signInSecret: text("SIGN_IN_SECRET"),
    uploadsFolder: text("UPLOADS_FOLDER"),
    pagesFolder: text("PAGES_FOLDER"),
    instructions: text("CHAT_INSTRUCTIONS"),
    statusToken: text("STATUS_TOKEN"),
    retention: days === undefined ? undefined : days * 86_400_000,
    isDevelopment: env.NODE_ENV === "development",
  });
}

type Defined<Fields> = { readonly [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The fields that have a value. */
function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<Fields>;
}
