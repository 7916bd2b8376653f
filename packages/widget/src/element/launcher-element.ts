import type { ChatClient, Outcome } from "@chatisle/client";
import type { ChatApp } from "../app/chat-app.js";
import { emit } from "../app/launcher-view.js";
import { chatAppOf, releaseChatApp } from "../app/registry.js";
import { OFFSET_ATTRIBUTES, setOffset } from "../launcher/launcher-offset.js";
import { ensureLauncherRoot } from "../launcher/launcher-root.js";
import type { ChatWidgetElement } from "./chat-widget-element.js";
import { LIVE_ATTRIBUTES, readKey, readPanelOptions } from "./element-options.js";

// Plain Node has no elements, but may import every module of the package.
const ElementBase = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

/** What a verb comes to in a chat without a client. */
const NOT_SET_UP: Outcome = {
  ok: false,
  failure: {
    code: "invalid",
    message: "This chat is not set up correctly, so it has no backend to tell. Its panel says what is wrong.",
    isRetryable: false,
  },
};

/**
 * The launcher on a page. It holds no conversation: it shows whether the panel of its chat is open, and hands what
 * it is told to that chat, so a router may replace it at any time.
 */
export class LauncherElement extends ElementBase implements ChatWidgetElement {
  static readonly observedAttributes = LIVE_ATTRIBUTES;

  #app: ChatApp | undefined;
  #isWired = false;

  connectedCallback(): void {
    // A router may have moved it: then it is still registered.
    if (this.#app) return;
    this.#app = chatAppOf(readKey(this));
    this.#wire();
    this.#app.connect(this);
    emit(this, { type: "ready" });
  }

  disconnectedCallback(): void {
    // Routers move elements, and a move disconnects one for a moment.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#app?.disconnect(this);
      this.#app = undefined;
    });
  }

  attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
    const offset = OFFSET_ATTRIBUTES.find((attribute) => attribute === name);
    if (offset) setOffset(this, offset, value);
    this.#app?.refresh(this);
  }

  get isOpen(): boolean {
    return this.#chat().isOpen.value;
  }

  open(): void {
    this.#chat().open(this);
  }

  close(): void {
    this.#chat().close();
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  send(text: string): string | null {
    return this.#chat().send(text, this);
  }

  setDraft(text: string): void {
    this.#chat().client(this)?.setDraft(text);
  }

  override focus(options?: FocusOptions): void {
    if (this.#app?.isOpen.peek()) this.#app.focus();
    else this.#button()?.focus(options);
  }

  newConversation(): void {
    this.#chat().client(this)?.newConversation();
  }

  async reload(): Promise<void> {
    await this.#chat().client(this)?.reload();
  }

  async signIn(credential?: Parameters<ChatClient["signIn"]>[0]): Promise<Outcome> {
    return (await this.#chat().client(this)?.signIn(credential)) ?? NOT_SET_UP;
  }

  async signOut(): Promise<Outcome> {
    return (await this.#chat().client(this)?.signOut()) ?? NOT_SET_UP;
  }

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
    const root = ensureLauncherRoot(this, readPanelOptions(this));
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
