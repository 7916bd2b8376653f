import { BackendError } from "./backend-error.js";
import type { RateLimits } from "./limits/limit-request.js";
import type { Observer } from "./observe/backend-event.js";
import type { Schedule } from "./schedule.js";
import type { CodeSignInOptions } from "./session/code-sign-in.js";
import type { SecretRing } from "./session/key-ring.js";
import type { FileStore } from "./stores/file-store.js";
import type { ChatStore } from "./stores/store.js";
import type { Reply } from "./turns/reply.js";

/** Sign-in of visitors whom the site knows: its server names them in tokens made by `signVisitorToken`. */
export interface SignInOptions {
  /** Shared with the site's server, and with nobody else: at least 32 bytes, another one than the backend's `secret`. */
  readonly secret: string | SecretRing;
  /** Whether what a visitor wrote before signing in becomes part of the signed-in conversation. Default: false. */
  readonly keepsConversation?: boolean;
}

/** Files that visitors attach to their messages. */
export interface UploadOptions {
  /** Where the bytes are kept, such as `folderFiles({ path })`. */
  readonly files: FileStore;
  /** The largest file, in bytes. Default: 10 MB. */
  readonly maxBytes?: number;
  /** Media types that are taken. Default: PNG, JPEG, GIF, WebP, PDF, plain text, CSV and Markdown. */
  readonly types?: readonly string[];
}

/** What a backend offers unless it is told not to. */
export type OptionalCapability = "feedback" | "edit" | "regenerate" | "conversations";

export interface ChatBackendOptions {
  /** Where conversations are kept, such as `sqliteStore({ path })`. `close` of the backend closes it. */
  readonly store: ChatStore;
  readonly reply: Reply;
  /**
   * The pages that may talk to this backend, each exactly: `https://www.company.com`. Pages on the backend's own
   * origin always may. No patterns: a preview host's names can be taken by anybody.
   */
  readonly origins: readonly string[];
  /** Signs the session cookie: at least 32 bytes, the same on every instance and after every restart. */
  readonly secret: string | SecretRing;
  /**
   * The version of session tokens, from 1 to 999. Raise it when everybody is to begin a new session: whoever has signed
   * in is asked to do so again, with draft and messages kept. Default: 1.
   */
  readonly tokenVersion?: number;
  /** Lets the site's server say who a visitor is. Default: every visitor is anonymous. */
  readonly signIn?: SignInOptions;
  /** Lets a visitor sign in by a code that is sent by e-mail. Default: nobody can. */
  readonly codeSignIn?: CodeSignInOptions;
  /** Lets visitors attach files. Default: they cannot. */
  readonly uploads?: UploadOptions;
  /** What visitors are not offered: no control is drawn for it, and its route is not there. Default: nothing. */
  readonly without?: readonly OptionalCapability[];
  /** How long a conversation is kept after the visitor's last message, in milliseconds. Default: for ever. */
  readonly retention?: number;
  /** How many requests are answered. Every limit has a default. */
  readonly rateLimits?: RateLimits;
  /** How long a session lives after its last use, in milliseconds; at most 400 days. Default: 7 days. */
  readonly sessionLifetime?: number;
  /** Longest message of a visitor, in characters. Default: 8,000. */
  readonly maxMessageLength?: number;
  /** Longest reply, in characters; a longer one is cut and ends with the reason `length`. Default: 200,000. */
  readonly maxReplyLength?: number;
  /** How long a reply may take, in milliseconds. Default: 10 minutes. */
  readonly replyTimeout?: number;
  /** Is told what happens, for logs, metrics and traces: see `jsonLog`. Default: nobody. */
  readonly observe?: Observer;
  /**
   * Protects `GET /api/metrics`, for Prometheus, and `GET /api/status`, for people: at least 16 characters. Default: they
   * are not there.
   */
  readonly statusToken?: string;
  /**
   * Adds `GET /api/session-test` and `GET /api/session-debug`, which show whether a session persists and what the server
   * sees. Never where visitors are. Default: false.
   */
  readonly isDevelopment?: boolean;
  /** Is told what went wrong inside, which no visitor is. Default: the log, with messages and stacks alone. */
  readonly onError?: (error: unknown) => void;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
  /** Fresh ids of at least 122 random bits, in base64url. Default: from `crypto`. */
  readonly newId?: () => string;
  /** Default: the runtime's timers. */
  readonly schedule?: Schedule;
}

const DAY_MS = 86_400_000;
const STATUS_TOKEN = /^[\x21-\x7e]{16,}$/;
const HOUR_MS = 3_600_000;
/** Where Chromium caps a cookie's age. */
const MAX_LIFETIME_MS = 400 * DAY_MS;

export const DEFAULTS = {
  sessionLifetime: 7 * DAY_MS,
  tokenVersion: 1,
  maxMessageLength: 8_000,
  maxReplyLength: 200_000,
  replyTimeout: 600_000,
} as const;

const DEFAULT_MAX_BYTES = 10_000_000;
const DEFAULT_TYPES = [
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "application/pdf",
  "text/plain",
  "text/csv",
  "text/markdown",
];

/** Uploads with their defaults; null when there are none. @throws {@link BackendError} `option` */
export function uploadsOf({
  uploads,
}: ChatBackendOptions): Readonly<{ files: FileStore; maxBytes: number; types: ReadonlySet<string> }> | null {
  if (uploads === undefined) return null;
  const { files, maxBytes = DEFAULT_MAX_BYTES, types = DEFAULT_TYPES } = uploads;
  if (!Number.isInteger(maxBytes) || maxBytes < 1 || maxBytes > 100_000_000) {
    throw new BackendError(
      "option",
      `\`uploads.maxBytes\` is ${maxBytes}; it must be a whole number from 1 to 100,000,000.`,
    );
  }
  const wrong = types.find((type) => !/^[\w.+-]+\/[\w.+-]+$/.test(type));
  if (wrong !== undefined || types.length === 0) {
    throw new BackendError(
      "option",
      `\`uploads.types\` has "${wrong ?? ""}". List media types in full, such as image/png.`,
    );
  }
  return { files, maxBytes, types: new Set(types.map((type) => type.toLowerCase())) };
}

/** @throws {@link BackendError} `option` for a number out of range. */
export function limitsOf(options: ChatBackendOptions): Readonly<Record<keyof typeof DEFAULTS, number>> {
  const limit = (name: keyof typeof DEFAULTS, lowest: number, highest: number): number => {
    const value = options[name] ?? DEFAULTS[name];
    if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
    throw new BackendError(
      "option",
      `\`${name}\` is ${value}; it must be a whole number from ${lowest} to ${highest}.`,
    );
  };
  for (const name of ["session", "address", "signIn", "reads", "addressReads"] as const) {
    const perMinute = options.rateLimits?.[name] ?? 1;
    if (perMinute > 0 && Number.isFinite(perMinute)) continue;
    throw new BackendError(
      "option",
      `\`rateLimits.${name}\` is ${perMinute}; it must be a number of requests a minute, above 0.`,
    );
  }
  const { retention, statusToken } = options;
  if (statusToken !== undefined && !STATUS_TOKEN.test(statusToken)) {
    throw new BackendError(
      "option",
      "`statusToken` (STATUS_TOKEN) must have at least 16 visible ASCII characters and no blanks. Make one with " +
        "`openssl rand -base64 24`.",
    );
  }
  if (retention !== undefined && !(retention >= HOUR_MS)) {
    throw new BackendError(
      "option",
      `\`retention\` is ${retention}; it must be at least an hour in milliseconds.`,
    );
  }
  return {
    sessionLifetime: limit("sessionLifetime", 60_000, MAX_LIFETIME_MS),
    tokenVersion: limit("tokenVersion", 1, 999),
    maxMessageLength: limit("maxMessageLength", 1, 1_000_000),
    maxReplyLength: limit("maxReplyLength", 1, 1_000_000),
    replyTimeout: limit("replyTimeout", 1, DAY_MS),
  };
}
