import type { Part } from "@chatisle/client/protocol";
import type { ConversationKey } from "./conversation-key.js";
import type { FileRecord } from "./file-record.js";
import type { SessionStore } from "./session-store.js";
import type { TurnStore } from "./turn-store.js";

/** A message as a store keeps it. */
export interface StoredMessage {
  /**
   * Place within the conversation: ascending, given by the store. The one behind a visitor's message is kept free for the
   * reply, which may be written after later messages.
   */
  readonly seq: number;
  /** Unique within the conversation; a visitor's message has the client's. */
  readonly id: string;
  readonly role: "user" | "assistant";
  /** Well-formed Unicode without U+0000. */
  readonly text: string;
  /** Parts beyond the text: the visitor's files, a reply's sources. */
  readonly parts: readonly Part[];
  /** `stopped`: ended by the visitor. `interrupted`: cut by a failure or a restart; may be replaced by a new attempt. */
  readonly status: "done" | "stopped" | "interrupted";
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The id of the visitor's message that a reply answers. */
  readonly replyTo?: string;
  /** What the visitor thinks of a reply. */
  readonly rating?: 1 | -1;
}

/** A visitor's message on its way into a store. */
export interface NewMessage {
  readonly id: string;
  readonly text: string;
  /** Files, whose records the store has. */
  readonly parts: readonly Part[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The id of the visitor's message that this one takes the place of. One that is not there changes nothing. */
  readonly replaces?: string;
}

/** A reply on its way into a store. */
export type NewReply = Omit<StoredMessage, "seq" | "role" | "replyTo" | "rating">;

/** What the visitor thinks of a reply. */
export interface Feedback {
  /** 0 takes an earlier one back. */
  readonly value: 1 | 0 | -1;
  readonly comment?: string;
}

/** A conversation as a list shows it. */
export interface ConversationRecord {
  readonly id: string;
  /** The beginning of its first message. */
  readonly title: string;
  /** When the visitor wrote last, in epoch milliseconds. */
  readonly updatedAt: number;
}

/**
 * Keeps conversations, files' records, and what has become of turns and sessions.
 *
 * Every method is one atomic step, also between processes that share the store, and costs the same however many
 * messages are stored; but for those that move or delete, which cost what they touch. A failure rejects; the backend
 * answers it as 503.
 */
export interface ChatStore extends SessionStore, TurnStore {
  /**
   * Stores a visitor's message, unless the conversation has a message with its id: then nothing changes. With `replaces`,
   * that message and all after it leave the conversation first, with their turns.
   * @returns The stored message.
   */
  addMessage(
    conversation: ConversationKey,
    message: NewMessage,
  ): Promise<{ readonly isNew: boolean; readonly message: StoredMessage }>;
  findMessage(conversation: ConversationKey, id: string): Promise<StoredMessage | null>;
  /** @returns Whether the conversation has a reply with this id. */
  rateReply(conversation: ConversationKey, id: string, feedback: Feedback): Promise<boolean>;
  /**
   * Messages, oldest to newest.
   * @param query.before - The newest of those with a lower `seq`.
   * @param query.after - The oldest of those with a higher `seq`. Without either: the newest.
   * @param query.limit - How many at most.
   */
  messages(
    conversation: ConversationKey,
    query: { readonly before?: number; readonly after?: number; readonly limit: number },
  ): Promise<readonly StoredMessage[]>;
  /**
   * A visitor's conversations, the one that was written to last first.
   * @param query.after - Those that follow this one in the list.
   */
  conversations(
    owner: string,
    query: { readonly after?: Pick<ConversationRecord, "id" | "updatedAt">; readonly limit: number },
  ): Promise<readonly ConversationRecord[]>;
  /**
   * Gives everything of one owner to another. Of a conversation that both have, the messages go behind the other's, in
   * their order; a message whose id is there already is dropped: it is the same one.
   */
  moveOwner(from: string, to: string): Promise<void>;
  /**
   * Deletes a conversation with all its messages and files. Nothing happens when there is none.
   * @returns The ids of the files, whose bytes are to be deleted too.
   */
  deleteConversation(conversation: ConversationKey): Promise<readonly string[]>;
  /** Deletes all that is stored of a visitor. Returns the same as {@link deleteConversation}. */
  deleteOwner(owner: string): Promise<readonly string[]>;
  /**
   * Deletes conversations that nobody has written to since an instant, and files from before it that were never sent.
   * @returns The ids of the files, and whether there is more to delete: it takes some at a time.
   */
  deleteOlder(than: number): Promise<{ readonly files: readonly string[]; readonly isMore: boolean }>;
  /** Keeps the record of a file. It belongs to the owner until {@link addMessage} gives it to a conversation. */
  addFile(file: FileRecord): Promise<void>;
  findFile(id: string): Promise<FileRecord | null>;
  /** Resolves when the store can be reached and written to. */
  ready(): Promise<void>;
  /** Gives up files and connections. Every later call rejects. */
  close(): Promise<void>;
}
