import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { ChatStorage } from "./chat-storage.js";
import { fingerprint } from "./fingerprint.js";

/** What the client keeps of a visitor between two pages, besides unsent messages. */
export interface Belongings {
  readonly draft: ReadonlySignal<string>;
  setDraft(text: string): void;
  /**
   * Leaves no draft of the last person who was signed in to another one, on this page or a later one.
   * @returns Whether it is another one.
   */
  greet(subject: string): boolean;
  /** Leaves nothing of the person who signs out. */
  farewell(): void;
}

/**
 * @param keyOf - The storage's key of a thing by its name.
 * @param left - A draft that came with the visitor from the page before.
 */
export function createBelongings(
  storage: ChatStorage,
  keyOf: (name: string) => string,
  left: string | null,
): Belongings {
  const draft = signal(left ?? storage.getItem(keyOf("draft")) ?? "");

  function setDraft(text: string): void {
    draft.value = text;
    if (text === "") storage.removeItem(keyOf("draft"));
    else storage.setItem(keyOf("draft"), text);
  }

  return {
    draft,
    setDraft,
    greet(subject) {
      const person = fingerprint(subject);
      const known = storage.getItem(keyOf("person"));
      if (known === person) return false;
      storage.setItem(keyOf("person"), person);
      if (known === null) return false;
      setDraft("");
      return true;
    },
    farewell() {
      storage.removeItem(keyOf("person"));
      setDraft("");
    },
  };
}
