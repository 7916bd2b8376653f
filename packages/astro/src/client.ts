import type { ChatWidgetElement } from "@chatisle/widget";
import { ChatCallError } from "./chat-call-error.js";
import { loadApp } from "./load-app.js";

export { ChatCallError, type ChatCallErrorCode } from "./chat-call-error.js";
export { watchLaunchers } from "./watch-launchers.js";

/** The chat of the page, at any time: what needs the app loads it first. Every promise may reject with {@link ChatCallError}. */
export interface Chat {
  /** Opens the panel. Does nothing when it is open. */
  open(): Promise<void>;
  /** Closes the panel. Loads nothing: a chat that is not loaded is not open. */
  close(): Promise<void>;
  toggle(): Promise<void>;
  /**
   * Sends a message, as if the visitor had typed it. Opens nothing.
   * @returns The message's id, or null for blank text or a chat that is not set up correctly.
   */
  send(text: string): Promise<string | null>;
  /** Replaces what the visitor has typed and not sent. */
  setDraft(text: string): Promise<void>;
  /**
   * Moves the focus into the text field of an open panel, else to the launcher. Does not wait for the app, which the
   * launcher begins to load when it gets the focus, as for every visitor.
   */
  focus(): Promise<void>;
  /** Begins another conversation, where the backend keeps several; without effect in one that is empty. */
  newConversation(): Promise<void>;
  /** Reads session and history again. */
  reload(): Promise<void>;
  /** Signs the visitor in, with what the backend's sign-in takes, such as a token. */
  signIn(...credential: Parameters<ChatWidgetElement["signIn"]>): ReturnType<ChatWidgetElement["signIn"]>;
  /** Signs the visitor out and leaves no trace of them in this browser. */
  signOut(): ReturnType<ChatWidgetElement["signOut"]>;
}

/**
 * The first `<chat-widget>` of the page, for scripts and islands of the site. Importing it is safe on the server;
 * calling it is not.
 */
export const chat: Chat = {
  open: async () => (await loadedLauncher("open")).open(),
  close: async () => {
    assertBrowser("close");
    if (isLoaded()) (await loadedLauncher("close")).close();
  },
  toggle: async () => (await loadedLauncher("toggle")).toggle(),
  send: async (text) => (await loadedLauncher("send")).send(text),
  setDraft: async (text) => (await loadedLauncher("setDraft")).setDraft(text),
  focus: async () => {
    const element = await launcher("focus");
    if (isLoaded()) (await loadedLauncher("focus")).focus();
    // Without the app the element is a plain one, which takes no focus itself.
    else element.shadowRoot?.querySelector("button")?.focus();
  },
  newConversation: async () => (await loadedLauncher("newConversation")).newConversation(),
  reload: async () => (await loadedLauncher("reload")).reload(),
  signIn: async (...credential) => (await loadedLauncher("signIn")).signIn(...credential),
  signOut: async () => (await loadedLauncher("signOut")).signOut(),
};

const isLoaded = () => customElements.get("chat-widget") !== undefined;

async function launcher(verb: keyof Chat): Promise<ChatWidgetElement> {
  assertBrowser(verb);
  await documentParsed();
  const element = document.querySelector("chat-widget");
  if (element === null) {
    throw new ChatCallError(
      "no-launcher",
      `chat.${verb}() found no <chat-widget> on this page. Put <ChatWidget /> from @chatisle/astro/components into its layout.`,
    );
  }
  return element;
}

async function loadedLauncher(verb: keyof Chat): Promise<ChatWidgetElement> {
  const element = await launcher(verb);
  if (!isLoaded()) await load(verb);
  customElements.upgrade(element);
  return element;
}

async function load(verb: keyof Chat): Promise<void> {
  try {
    // Once more under a new address, as the launcher's own loader does.
    await loadApp(0).catch(() => loadApp(1));
  } catch (cause) {
    throw new ChatCallError(
      "not-loaded",
      `chat.${verb}() could not load the chat's code, twice. The site may have been deployed anew since this page was loaded: reload the page.`,
      { cause },
    );
  }
}

/** The launcher stands at the end of the body, and a script in the head may ask for it before it is there. */
async function documentParsed(): Promise<void> {
  if (document.readyState !== "loading") return;
  await new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
}

function assertBrowser(verb: keyof Chat): void {
  if (typeof document !== "undefined") return;
  throw new ChatCallError(
    "on-server",
    `chat.${verb}() was called while a page was rendered on the server. Call it in a <script>, an effect or an event handler.`,
  );
}
