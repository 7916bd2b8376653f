import type { Part } from "@chatisle/client/protocol";
import type { SessionStore } from "./session-store.js";

/** A message as a store keeps it. */
export interface StoredMessage {
  /** Position within the conversation: ascending, given by the store. */
  readonly seq: number;
  /** Unique within the conversation; a visitor's message has the client's. */
  readonly id: string;
  readonly role: "user" | "assistant";
  readonly text: string;
  /** Parts beyond the text, such as sources. */
  readonly parts: readonly Part[];
  /** `stopped`: ended by the visitor. `interrupted`: cut by a failure or a restart; may be replaced by a new attempt. */
  readonly status: "done" | "stopped" | "interrupted";
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The id of the visitor's message that a reply answers. */
  readonly replyTo?: string;
}

/** A visitor's message on its way into a store. */
export interface NewMessage {
  readonly id: string;
  readonly text: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** A reply on its way into a store. */
export type NewReply = Omit<StoredMessage, "seq" | "role" | "replyTo">;

/**
 * Keeps conversations, and what has become of sessions.
 *
 * Every method is one atomic step, also between processes that share the store, and costs the same however many
 * messages are stored; but for those that move or delete a conversation, which cost what it holds. A failure rejects; the
 * backend answers it as 503.
 */
export interface ChatStore extends SessionStore {
  /**
   * Stores a visitor's message, unless the conversation has a message with its id: then nothing changes.
   * @returns The stored message, and its reply when there is one already.
   */
  addMessage(
    conversation: string,
    message: NewMessage,
  ): Promise<{
    readonly isNew: boolean;
    readonly message: StoredMessage;
    readonly reply: StoredMessage | null;
  }>;
  /**
   * Counts an attempt to reply to a message.
   * @returns A number higher than every one before in this conversation, and the reply when there is one already.
   */
  openTurn(
    conversation: string,
    messageId: string,
  ): Promise<{ readonly turn: number; readonly reply: StoredMessage | null }>;
  /** Stores the reply to a message, in the place of an earlier one. */
  saveReply(conversation: string, messageId: string, reply: NewReply): Promise<void>;
  /**
   * The newest messages, oldest to newest.
   * @param query.before - Only messages with a lower `seq`.
   * @param query.limit - How many at most.
   */
  messages(
    conversation: string,
    query: { readonly before?: number; readonly limit: number },
  ): Promise<readonly StoredMessage[]>;
  /**
   * Moves the messages of one conversation behind those of another, in their order, and deletes the first. A message
   * whose id the other has already is dropped: it is the same one.
   */
  moveConversation(from: string, to: string): Promise<void>;
  /** Deletes a conversation with all its messages. Nothing happens when there is none. */
  deleteConversation(conversation: string): Promise<void>;
  /** Gives up files and connections. Every later call rejects. */
  close(): Promise<void>;
}
