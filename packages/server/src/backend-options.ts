import { BackendError } from "./backend-error.js";
import type { RateLimits } from "./limits/limit-request.js";
import type { Schedule } from "./schedule.js";
import type { CodeSignInOptions } from "./session/code-sign-in.js";
import type { SecretRing } from "./session/key-ring.js";
import type { ChatStore } from "./stores/store.js";
import type { Reply } from "./turns/reply.js";

/** Sign-in of visitors whom the site knows: its server names them in tokens made by `signVisitorToken`. */
export interface SignInOptions {
  /** Shared with the site's server, and with nobody else: at least 32 bytes, another one than the backend's `secret`. */
  readonly secret: string | SecretRing;
  /** Whether what a visitor wrote before signing in becomes part of the signed-in conversation. Default: false. */
  readonly keepsConversation?: boolean;
}

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
  /** Lets the site's server say who a visitor is. Default: every visitor is anonymous. */
  readonly signIn?: SignInOptions;
  /** Lets a visitor sign in by a code that is sent by e-mail. Default: nobody can. */
  readonly codeSignIn?: CodeSignInOptions;
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
  /** Is told what went wrong inside, which no visitor is. Default: `console.error`. */
  readonly onError?: (error: unknown) => void;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
  /** Fresh ids of at least 122 random bits, in base64url. Default: from `crypto`. */
  readonly newId?: () => string;
  /** Default: the runtime's timers. */
  readonly schedule?: Schedule;
}

const DAY_MS = 86_400_000;
/** Where Chromium caps a cookie's age. */
const MAX_LIFETIME_MS = 400 * DAY_MS;

export const DEFAULTS = {
  sessionLifetime: 7 * DAY_MS,
  maxMessageLength: 8_000,
  maxReplyLength: 200_000,
  replyTimeout: 600_000,
} as const;

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
  for (const name of ["session", "address", "signIn", "reads"] as const) {
    const perMinute = options.rateLimits?.[name] ?? 1;
    if (perMinute > 0 && Number.isFinite(perMinute)) continue;
    throw new BackendError(
      "option",
      `\`rateLimits.${name}\` is ${perMinute}; it must be a number of requests a minute, above 0.`,
    );
  }
  return {
    sessionLifetime: limit("sessionLifetime", 60_000, MAX_LIFETIME_MS),
    maxMessageLength: limit("maxMessageLength", 1, 1_000_000),
    maxReplyLength: limit("maxReplyLength", 1, 1_000_000),
    replyTimeout: limit("replyTimeout", 1, DAY_MS),
  };
}
