import type { ChatClient, Outcome } from "@chatisle/client";
import type { ChatWidgetEventMap } from "./widget-event.js";

/** `<chat-widget>` as a page talks to it, once `chatisle:ready` has fired. */
export interface ChatWidgetElement extends HTMLElement {
  /** Whether the panel of this chat is open. */
  readonly isOpen: boolean;
  /** Opens the panel and moves the focus into its text field. Does nothing when it is open. */
  open(): void;
  /** Closes the panel. The conversation goes on. Does nothing when it is closed, or a part of its page. */
  close(): void;
  toggle(): void;
  /**
   * Sends a message, as if the visitor had typed it. Opens nothing.
   * @returns The message's id, or null for blank text or a chat that is not set up correctly.
   */
  send(text: string): string | null;
  /** Replaces what the visitor has typed and not sent. */
  setDraft(text: string): void;
  /** Moves the focus into the text field of an open panel, else to the launcher's button. */
  focus(options?: FocusOptions): void;
  /** Begins another conversation, where the backend keeps several; without effect in one that is empty. */
  newConversation(): void;
  /** Reads session and history again. */
  reload(): Promise<void>;
  /** Signs the visitor in: see {@link ChatClient.signIn} for what a credential can be. */
  signIn(credential?: Parameters<ChatClient["signIn"]>[0]): Promise<Outcome>;
  /** Signs the visitor out and leaves no trace of them in this browser. */
  signOut(): Promise<Outcome>;
  /**
   * Takes the launcher out of the page, and with the last one of its chat the panel and the connection.
   * Without this, a chat outlives its launchers, because routers replace them.
   */
  destroy(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-widget": ChatWidgetElement;
  }
  interface HTMLElementEventMap extends ChatWidgetEventMap {}
}
