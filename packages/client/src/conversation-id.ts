import type { ChatStorage } from "./chat-storage.js";
import type { Mapper } from "./protocol/index.js";

/** The id of the conversation, for backends that keep conversations apart by an id in the request. */
export interface ConversationId {
  /** The id; made now when there is none. */
  current(): string;
  /** The next message begins another conversation. */
  forget(): void;
  /** A mapper that remembers an id which the backend gives the conversation. */
  follow(map: Mapper): Mapper;
}

/**
 * Keeps the id where the draft is kept, so that a reload goes on with the same conversation.
 * @param newId - Random: whoever knows the id can read the conversation at some backends.
 */
export function createConversationId(storage: ChatStorage, key: string, newId: () => string): ConversationId {
  return {
    current() {
      const known = storage.getItem(key);
      if (known !== null) return known;
      const made = newId();
      storage.setItem(key, made);
      return made;
    },
    forget: () => storage.removeItem(key),
    follow: (map) =>
      function* (frame) {
        for (const event of map(frame)) {
          if (event.type === "meta" && event.conversation !== undefined)
            storage.setItem(key, event.conversation);
          yield event;
        }
      },
  };
}
