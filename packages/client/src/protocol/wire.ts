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

/**
 * `POST /chat`. With `attachments` the message may be blank.
 *
 * Every request that takes a `conversation_id` takes it where `conversations` is announced, `GET /chat/stream` in its
 * query. The client makes the id: one that the backend does not know stands for a conversation that begins, and reads
 * as an empty one. Without it the visitor's latest conversation is meant.
 */
export interface ChatRequest {
  readonly message: string;
  /** The client's message id, under which the backend stores and de-duplicates the message. */
  readonly id?: string;
  readonly conversation_id?: string;
  /** The id of the visitor's message that this one takes the place of: it and all after it leave the conversation. */
  readonly replaces?: string;
  readonly attachments?: readonly Attachment[];
}

/** `POST /upload` (multipart, field `file`), 200: what later messages name the file by. */
export interface Attachment {
  readonly id: string;
  /** Absolute, or below the API base URL when it starts with a slash. */
  readonly url: string;
  readonly name: string;
  /** The media type. */
  readonly type: string;
}

/** `POST /chat/regenerate`: answered like `POST /chat`. `POST /chat/stop` ends it by the id of the question. */
export interface RegenerateRequest {
  /** The id of the reply that is asked for anew. */
  readonly message_id: string;
  /** The client's id of this wish, made once however often it is sent. */
  readonly id?: string;
  readonly conversation_id?: string;
}

/** `POST /chat/feedback`, 204. */
export interface FeedbackRequest {
  readonly message_id: string;
  /** 0 takes an earlier one back. */
  readonly value: 1 | 0 | -1;
  readonly comment?: string;
  readonly conversation_id?: string;
}

/** One row of `GET /api/conversations`, the latest first. */
export interface ConversationRow {
  readonly id: string;
  readonly title?: string;
  /** ISO 8601. */
  readonly updated_at?: string;
}

/** `GET /api/conversations?cursor=`, 200. `DELETE /api/conversations/{id}` is answered 204. */
export interface ConversationsAnswer {
  readonly conversations: readonly ConversationRow[];
  readonly next_cursor?: string;
}

/** One row of `GET /api/chat/history`, oldest to newest within a page. */
export interface HistoryRow {
  readonly role: "human" | "assistant";
  readonly content: string;
  readonly id?: string;
  /**
   * Place in the conversation, ascending: `after=<seq>` asks for the rows behind it. A reply stands behind its message,
   * also when it was written after later ones: to miss none, ask from the last message that has its reply.
   */
  readonly seq?: number;
  readonly created_at?: string;
  /** Parts beyond the text, such as sources. */
  readonly parts?: readonly Part[];
  /** Absent: the message is complete. */
  readonly status?: "stopped" | "interrupted";
  /** What the visitor thought of it. */
  readonly rating?: 1 | -1;
  readonly conversation_id?: string;
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
