import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { ChatStorage } from "./chat-storage.js";
import { type ConversationId, createConversationId } from "./conversation-id.js";
import { fingerprint } from "./fingerprint.js";

/** What the client keeps of a visitor between two pages, besides unsent messages. */
export interface Belongings {
  readonly draft: ReadonlySignal<string>;
  setDraft(text: string): void;
  readonly conversationId: ConversationId;
  /** Leaves nothing of the last person who was signed in to another one, on this page or a later one. */
  greet(subject: string): void;
}

/** @param keyOf - The storage's key of a thing by its name. */
export function createBelongings(
  storage: ChatStorage,
  keyOf: (name: string) => string,
  newId: () => string,
): Belongings {
  const conversationId = createConversationId(storage, keyOf("conversation"), newId);
  const draft = signal(storage.getItem(keyOf("draft")) ?? "");

  function setDraft(text: string): void {
    draft.value = text;
    if (text === "") storage.removeItem(keyOf("draft"));
    else storage.setItem(keyOf("draft"), text);
  }

  return {
    draft,
    setDraft,
    conversationId,
    greet(subject) {
      const person = fingerprint(subject);
      const known = storage.getItem(keyOf("person"));
      if (known === person) return;
      storage.setItem(keyOf("person"), person);
      if (known === null) return;
      conversationId.forget();
      setDraft("");
    },
  };
}
