import { type ReadonlySignal, signal } from "@preact/signals-core";
import type { ChatStorage } from "./chat-storage.js";
import type { Conversation } from "./conversation.js";
import { type ConversationId, createConversationId } from "./conversation-id.js";
import type { LocalTranscript } from "./local-transcript.js";
import type { OpenQuestion } from "./open-question.js";
import type { Outbox } from "./outbox.js";

export interface ShownConversationOptions {
  readonly storage: ChatStorage;
  /** Where the shown conversation's id is kept. */
  readonly key: string;
  readonly newId: () => string;
  readonly outbox: Outbox;
  /** Aborts whatever conversation is shown. */
  readonly signal: AbortSignal;
  /** What this browser keeps of the conversation shown. */
  readonly kept: LocalTranscript | null;
  readonly openQuestion: OpenQuestion;
  readonly create: (id: ConversationId, isNew: boolean, signal: AbortSignal) => Conversation;
}

/** Which of the visitor's conversations is shown. A reply in one that is left goes on at the backend, where it can. */
export interface ShownConversation {
  readonly current: ReadonlySignal<Conversation>;
  open(id: string): void;
  begin(): void;
  /** Forgets what waits in a conversation that is removed, and leaves it if it is the one shown. */
  remove(id: string): void;
  /** Forgets which one it was, with what was said in it: it belongs to somebody else. */
  forget(): void;
}

export function createShownConversation(options: ShownConversationOptions): ShownConversation {
  const { storage, key, newId, outbox, signal: disposal, kept, openQuestion, create } = options;
  let leave = new AbortController();

  function make(id: string, isNew: boolean): Conversation {
    leave = new AbortController();
    const abort = AbortSignal.any([leave.signal, disposal]);
    const onChange = (from: string, to: string) => outbox.move(from, to);
    return create(createConversationId({ id, storage, key, newId, signal: abort, onChange }), isNew, abort);
  }

  function show(id: string, isNew: boolean): void {
    // What waits in a conversation that never got an id goes along: nobody would find it again.
    outbox.move("", id);
    leave.abort();
    kept?.clear();
    openQuestion.forget();
    if (id === "") storage.removeItem(key);
    else storage.setItem(key, id);
    current.value = make(id, isNew);
  }

  const current = signal(make(storage.getItem(key) ?? "", false));
  return {
    current,
    open: (id) => show(id, false),
    begin: () => show(newId(), true),
    remove(id) {
      for (const item of outbox.items()) if (item.conversation === id) outbox.remove(item.id);
      const shown = current.peek().id.peek();
      // One without an id may be the one that was removed.
      if (shown === id || shown === "") show(newId(), true);
    },
    forget() {
      outbox.move(current.peek().id.peek(), "");
      show("", false);
    },
  };
}
