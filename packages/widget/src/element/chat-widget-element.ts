/** The events of `<chat-widget>`. They bubble, cross shadow roots and carry no detail. */
export interface ChatWidgetEventMap {
  /** The methods of the element work from here on. */
  "chatisle:ready": CustomEvent<undefined>;
  "chatisle:open": CustomEvent<undefined>;
  "chatisle:close": CustomEvent<undefined>;
}

/** `<chat-widget>` as a page talks to it, once `chatisle:ready` has fired. */
export interface ChatWidgetElement extends HTMLElement {
  /** Whether the panel of this chat is open. */
  readonly isOpen: boolean;
  /** Opens the panel and moves the focus into its text field. Does nothing when it is open. */
  open(): void;
  /** Closes the panel. The conversation goes on. Does nothing when it is closed. */
  close(): void;
  toggle(): void;
  /**
   * Sends a message, as if the visitor had typed it. Opens nothing.
   * @returns The message's id, or null for blank text or a chat that is not set up correctly.
   */
  send(text: string): string | null;
  /** Replaces what the visitor has typed and not sent. */
  setDraft(text: string): void;
  /** Moves the focus to the launcher's button. */
  focus(options?: FocusOptions): void;
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
