import type { ConversationRow } from "@chatisle/client/protocol";
import { type Conversation, createConversation } from "./conversation.js";

/** Everything a backend keeps of one visitor. */
export interface Visitor {
  /** The conversation with this id, which begins when there is none; without an id the latest. */
  conversation(id?: string | null): Conversation;
  /** The latest first. One in which nothing was said is not in the list. */
  list(): ConversationRow[];
  remove(id: string): void;
}

/** @param known - The conversations so far, the latest first. */
export function createVisitor(known: readonly Conversation[]): Visitor {
  let conversations = [...known];
  return {
    conversation(id) {
      const found = id == null ? conversations[0] : conversations.find((each) => each.id === id);
      if (found !== undefined) return found;
      const begun = createConversation([], id == null ? {} : { id });
      conversations = [begun, ...conversations];
      return begun;
    },
    list: () =>
      conversations
        .filter(({ rows }) => rows.length > 0)
        .map(({ id, title, rows }) => {
          const updatedAt = rows.at(-1)?.created_at;
          return {
            id,
            title: title ?? rows.find(({ role }) => role === "human")?.content ?? "",
            ...(updatedAt !== undefined && { updated_at: updatedAt }),
          };
        }),
    remove(id) {
      conversations = conversations.filter((each) => each.id !== id);
    },
  };
}
