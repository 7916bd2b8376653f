import { type ConversationKey, keyText } from "./conversation-key.js";
import type { FileRecord } from "./file-record.js";
import type { NewReply, StoredMessage } from "./store.js";
import type { StoredEvent } from "./turn-store.js";

export interface MemoryMessage {
  readonly message: StoredMessage;
  /** The wish that a reply was written for. */
  readonly wish?: string;
}

export interface MemoryTurn {
  readonly messageId: string;
  readonly wish?: string;
  readonly instance: string;
  expiresAt: number;
  isStopped: boolean;
  endedAt: number | null;
  readonly events: StoredEvent[];
}

export interface MemoryConversation {
  owner: string;
  readonly id: string;
  readonly title: string;
  updatedAt: number;
  lastSeq: number;
  lastTurn: number;
  /** In their order. */
  messages: readonly MemoryMessage[];
  readonly turns: Map<number, MemoryTurn>;
}

/** Everything that a store in memory keeps. */
export interface MemoryState {
  readonly conversations: Map<string, MemoryConversation>;
  /** With the conversation that a file was sent in. */
  readonly files: Map<
    string,
    { readonly record: FileRecord; readonly conversation: MemoryConversation | null }
  >;
}

export function conversationsOf(
  { conversations }: MemoryState,
  { owner, id }: Pick<ConversationKey, "owner"> & Partial<ConversationKey>,
): readonly MemoryConversation[] {
  if (id === undefined)
    return [...conversations.values()].filter((conversation) => conversation.owner === owner);
  const found = conversations.get(keyText({ owner, id }));
  return found === undefined ? [] : [found];
}

/** Deletes conversations with their files; the files' ids are for whoever deletes the bytes. */
export function deleteConversations(
  { conversations, files }: MemoryState,
  deleted: readonly MemoryConversation[],
): readonly string[] {
  for (const conversation of deleted) conversations.delete(keyText(conversation));
  const ids = [...files].flatMap(([id, { conversation }]) =>
    conversation !== null && deleted.includes(conversation) ? [id] : [],
  );
  for (const id of ids) files.delete(id);
  return ids;
}

/** Stores a reply behind its message, in the place of an earlier one. */
export function putReply(
  conversation: MemoryConversation,
  { messageId, wish }: Pick<MemoryTurn, "messageId" | "wish">,
  reply: NewReply,
): void {
  conversation.messages = conversation.messages
    .filter(({ message }) => message.replyTo !== messageId)
    .flatMap((entry) => {
      if (entry.message.id !== messageId) return [entry];
      const seq = entry.message.seq + 1;
      const message = { seq, ...reply, role: "assistant", replyTo: messageId } as const;
      return [entry, { message, ...(wish !== undefined && { wish }) }];
    });
}
