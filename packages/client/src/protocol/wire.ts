/**
 * The default protocol on the wire, as `rest()` reads it and `@chatisle/server` writes it.
 * A foreign backend needs only the fields that are not optional.
 */

import type { Part } from "./message.js";

/** `GET /api/session`, 200. */
export interface SessionAnswer {
  readonly session_id: string;
  /** A shortened form for display. Never the credential. */
  readonly session_key?: string;
  readonly created_at?: string;
  readonly is_anonymous?: boolean;
  /** Announces the reference backend; absent for every other. */
  readonly v?: 1;
  readonly state?: "active" | "anonymous";
  /** Opaque: the same whenever the same person signs in. Absent for an anonymous visitor. */
  readonly subject?: string;
  /** Which credential the backend saw on this request. */
  readonly source?: "cookie" | "header" | "none";
  /** Whether this answer set a new cookie. */
  readonly issued?: boolean;
  /** Seconds until the session ends without a renewal. */
  readonly exp_in?: number;
  /** Seconds until the next token-health request is due. */
  readonly refresh_in?: number;
  readonly capabilities?: readonly Capability[];
  /** A new bearer token for a page without cookies, which replaces the one before. Keep it in memory only. */
  readonly token?: string;
}

/** What a backend may announce in `capabilities`. */
export type Capability =
  | "stop"
  | "resume"
  | "dedupe"
  | "upload"
  | "feedback"
  | "edit"
  | "regenerate"
  | "conversations"
  | "refresh"
  | "sign-out"
  | "delete-data"
  | "header"
  | "sign-in"
  | "code";

/** `POST /chat`. */
export interface ChatRequest {
  readonly message: string;
  /** The client's message id, under which the backend stores and de-duplicates the message. */
  readonly id?: string;
}

/** One row of `GET /api/chat/history`, oldest to newest within a page. */
export interface HistoryRow {
  readonly role: "human" | "assistant";
  readonly content: string;
  readonly id?: string;
  readonly created_at?: string;
  /** Parts beyond the text, such as sources. */
  readonly parts?: readonly Part[];
  /** Absent: the message is complete. */
  readonly status?: "stopped" | "interrupted";
}

/** `GET /api/chat/history`, 200: the newest page, or the one before `cursor`. */
export interface HistoryAnswer {
  readonly messages: readonly HistoryRow[];
  /** Opaque cursor of the next older page. */
  readonly next_cursor?: string;
}

/** `GET /api/auth/token-health`, 200. */
export interface TokenHealthAnswer {
  readonly compatible: boolean;
  readonly authenticated: boolean;
  readonly token_version?: number;
  readonly server_version?: number;
  /** A new bearer token, as in {@link SessionAnswer}. */
  readonly token?: string;
}

/** The body of an error answer of the reference backend. `detail` is for developers. */
export interface ProblemAnswer {
  readonly code: string;
  readonly detail: string;
  /** Seconds. */
  readonly retry_after?: number;
  /** With a 401: whether the same credential may be accepted later, as during a deployment. */
  readonly retry?: boolean;
}
