import type { Part } from "@chatisle/client/protocol";

/** One message of the conversation, as a {@link Reply} sees it. */
export interface TranscriptMessage {
  readonly role: "user" | "assistant";
  readonly text: string;
  /** Parts beyond the text: the visitor's files, a reply's sources. */
  readonly parts: readonly Part[];
}

/** What a visitor asked, and all there is to answer it with. */
export interface ReplyTurn {
  /** The id of the visitor's message. */
  readonly id: string;
  /**
   * Whose conversation it is, stable over reloads and restarts: `user:` and the subject for a visitor whom the site
   * signed in, `email:` and the address for one who signed in by code, else an opaque id.
   */
  readonly sessionId: string;
  /** Which of that visitor's conversations it is. */
  readonly conversationId: string;
  /** What the visitor wrote. */
  readonly text: string;
  /** The files that came with it. */
  readonly parts: readonly Part[];
  /** The newest part of the conversation up to this message, which is the last one; at most 50 messages. */
  readonly messages: readonly TranscriptMessage[];
  /** The bytes of a visitor's file, by the id of its part; null when it is no longer there. */
  readonly readFile: (id: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** Fires when the visitor stops the reply, when it takes too long and when the backend closes. */
  readonly signal: AbortSignal;
}

/** Text to append to a part, which is opened when unseen. */
export interface ReplyDelta {
  readonly type: "delta";
  /** Default: `text`. */
  readonly kind?: "text" | "reasoning";
  /** Default: one part for each kind. */
  readonly id?: string;
  readonly text: string;
}

/** A piece of a reply: text to append, or a whole part, such as a source, that is new or replaces the one with its id. */
export type ReplyChunk = string | ReplyDelta | Part;

/**
 * Answers a visitor: at once or piece by piece. It is called once for a message, however often the message arrives, and
 * runs to its end also when the visitor has left the page.
 *
 * What it throws is reported to `onError` and never shown to the visitor.
 */
export type Reply = (
  turn: ReplyTurn,
) => string | AsyncIterable<ReplyChunk> | Promise<string | AsyncIterable<ReplyChunk>>;
