/**
 * Why something failed, as a closed set to branch on and to choose the visitor's words by.
 *
 * - `auth`: 401 or 419, the session is missing or has ended.
 * - `blocked`: 403, the session is known but this is not allowed.
 * - `rate`: 429, too many requests.
 * - `invalid`: any other 4xx, or an option that cannot work.
 * - `server`: 5xx.
 * - `network`: no readable answer: offline, refused, CORS, DNS, TLS. Browsers do not tell these apart.
 * - `timeout`: no answer in time.
 * - `protocol`: an answer that is not what the protocol promises, such as an HTML page.
 * - `interrupted`: the answer began and was cut.
 * - `model`: the backend reported a failure inside its answer.
 * - `aborted`: the caller's signal fired.
 */
export type FailureCode =
  | "auth"
  | "blocked"
  | "rate"
  | "invalid"
  | "server"
  | "network"
  | "timeout"
  | "protocol"
  | "interrupted"
  | "model"
  | "aborted";

/** A failure as plain data: what events and messages carry. Never holds a token or a message body. */
export interface ChatFailure {
  readonly code: FailureCode;
  /** For developers: what was tried, what happened, what to do next. Not HTML, not for the visitor. */
  readonly message: string;
  /** HTTP status, when there was one. */
  readonly status?: number;
  /** Milliseconds to wait before the next try, when the server said so. */
  readonly retryAfter?: number;
  /**
   * The backend's own code for it, where it gave one; `csp` for a request that the page's own policy refused, `gap` for
   * a reply in whose stream events are missing.
   */
  readonly reason?: string;
  /** Whether the same request can succeed later without a change. */
  readonly isRetryable: boolean;
}

/** The one error class of this package. */
export class ChatError extends Error implements ChatFailure {
  override readonly name = "ChatError";
  readonly code: FailureCode;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly reason?: string;
  readonly isRetryable: boolean;

  constructor(
    code: FailureCode,
    message: string,
    details: {
      status?: number;
      retryAfter?: number;
      reason?: string;
      isRetryable?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.status !== undefined) this.status = details.status;
    if (details.retryAfter !== undefined) this.retryAfter = details.retryAfter;
    if (details.reason !== undefined) this.reason = details.reason;
    this.isRetryable = details.isRetryable ?? RETRYABLE.has(code);
  }

  /** The failure as plain data, for events, messages and storage. */
  toJSON(): ChatFailure {
    const { code, message, status, retryAfter, reason, isRetryable } = this;
    return {
      code,
      message,
      isRetryable,
      ...(status !== undefined && { status }),
      ...(retryAfter !== undefined && { retryAfter }),
      ...(reason !== undefined && { reason }),
    };
  }
}

/** The reason of a failure whose cause is that events are missing in a reply's stream. */
export const MISSING_EVENTS = "gap";

/** The reason of a failure whose cause is the page's own Content-Security-Policy. */
export const POLICY_REFUSAL = "csp";

const RETRYABLE: ReadonlySet<FailureCode> = new Set(["rate", "server", "network", "timeout", "interrupted"]);
