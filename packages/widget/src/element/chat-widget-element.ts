import type { ChatApp } from "../app/chat-app.js";
import { emit } from "../app/launcher-view.js";
import { chatAppOf, releaseChatApp } from "../app/registry.js";
import { ensureLauncherRoot } from "../launcher/launcher-root.js";
import { LIVE_ATTRIBUTES, parseLabels, readKey } from "./element-options.js";

/** The events of `<chat-widget>`. They bubble, cross shadow roots and carry no detail. */
export interface ChatWidgetEventMap {
  /** The methods of the element work from here on. */
  "chatisle:ready": CustomEvent<undefined>;
  "chatisle:open": CustomEvent<undefined>;
  "chatisle:close": CustomEvent<undefined>;
}

declare global {
  interface HTMLElementTagNameMap {
    "chat-widget": ChatWidgetElement;
  }
  interface HTMLElementEventMap extends ChatWidgetEventMap {}
}

// Plain Node has no elements, but may import every module of the package.
const ElementBase = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/**
 * The launcher on a page. It holds no conversation: it shows whether the panel of its chat is open, and hands what
 * it is told to that chat, so a router may replace it at any time.
 */
export class ChatWidgetElement extends ElementBase {
  static readonly observedAttributes = LIVE_ATTRIBUTES;

  #app: ChatApp | undefined;
  #isWired = false;

  connectedCallback(): void {
    // A router may have moved it: then it is still registered.
    if (this.#app) return;
    this.#app = chatAppOf(readKey(this));
    this.#wire();
    this.#app.connect(this);
    emit(this, "chatisle:ready");
  }

  disconnectedCallback(): void {
    // Routers move elements, and a move disconnects one for a moment.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#app?.disconnect(this);
      this.#app = undefined;
    });
  }

  attributeChangedCallback(): void {
    this.#app?.refresh(this);
  }

  /** Whether the panel of this chat is open. */
  get isOpen(): boolean {
    return this.#chat().isOpen.value;
  }

  /** Opens the panel and moves the focus into its text field. Does nothing when it is open. */
  open(): void {
    this.#chat().open(this);
  }

  /** Closes the panel. The conversation goes on. Does nothing when it is closed. */
  close(): void {
    this.#chat().close();
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  /**
   * Sends a message, as if the visitor had typed it. Opens nothing.
   * @returns The message's id, or null for blank text or a chat that is not set up correctly.
   */
  send(text: string): string | null {
    return this.#chat().send(text, this);
  }

  /** Replaces what the visitor has typed and not sent. */
  setDraft(text: string): void {
    this.#chat().setDraft(text, this);
  }

  /** Moves the focus to the launcher's button. */
  override focus(options?: FocusOptions): void {
    this.#button()?.focus(options);
  }

  /**
   * Takes the launcher out of the page, and with the last one of its chat the panel and the connection.
   * Without this, a chat outlives its launchers, because routers replace them.
   */
  destroy(): void {
    const key = readKey(this);
    this.remove();
    this.#app?.disconnect(this);
    this.#app = undefined;
    releaseChatApp(key);
  }

  #wire(): void {
    if (this.#isWired) return;
    this.#isWired = true;
    const labels = parseLabels(this.getAttribute("labels") ?? undefined);
    const root = ensureLauncherRoot(this, { labels: labels.ok ? labels.value : undefined });
    root.querySelector("button")?.addEventListener("click", () => this.toggle());
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen) this.close();
    });
  }

  #button(): HTMLButtonElement | null | undefined {
    return this.shadowRoot?.querySelector("button");
  }

  #chat(): ChatApp {
    if (this.#app) return this.#app;
    throw new Error(
      "A <chat-widget> was told something while it is not in the page. Append it to the document first.",
    );
  }
}
