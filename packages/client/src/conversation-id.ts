import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { ChatStorage } from "./chat-storage.js";
import type { Mapper } from "./protocol/index.js";

/** The id of one conversation, for backends that keep conversations apart by an id in the request. */
export interface ConversationId {
  /** Empty as long as there is none. */
  readonly known: ReadonlySignal<string>;
  /** The id; made now when there is none. */
  current(): string;
  /** The backend names the conversation. */
  adopt(id: string): void;
  /** A mapper that adopts an id which the backend gives the conversation in a reply. */
  follow(map: Mapper): Mapper;
}

export interface ConversationIdOptions {
  /** Empty: none yet. */
  readonly id: string;
  /** Where the id is kept, so that a reload goes on with the same conversation. */
  readonly storage: ChatStorage;
  readonly key: string;
  /** Random: whoever knows the id can read the conversation at some backends. */
  readonly newId: () => string;
  /** Fires when another conversation is shown: from then on this one has no say. */
  readonly signal: AbortSignal;
  readonly onChange: (from: string, to: string) => void;
}

export function createConversationId(options: ConversationIdOptions): ConversationId {
  const { id, storage, key, newId, signal: disposal, onChange } = options;
  const known = signal(id);

  function adopt(to: string): void {
    const from = known.peek();
    if (to === from || disposal.aborted) return;
    storage.setItem(key, to);
    known.value = to;
    onChange(from, to);
  }

  return {
    known,
    current() {
      // Another tab may have begun the conversation in the meantime.
      if (known.peek() === "") adopt(storage.getItem(key) ?? newId());
      return known.peek();
    },
    adopt,
    follow: (map) =>
      function* (frame) {
        for (const event of map(frame)) {
          if (event.type === "meta" && event.conversation !== undefined) adopt(event.conversation);
          yield event;
        }
      },
  };
}
