import type { ChatWidgetElement } from "./element/chat-widget-element.js";
import { listenForIntent } from "./intent.js";

let app: Promise<typeof import("./app.js")> | undefined;
let isListening = false;

/** What a page can tell a chat whose code may not be loaded yet. Each verb loads it when it has to. */
export interface ChatVerbs {
  open(): Promise<void>;
  /** Loads nothing: a chat that is not loaded is closed. */
  close(): Promise<void>;
  toggle(): Promise<void>;
  /** Sends a message as if the visitor had typed it; gives its id, or null when there was nothing to send. */
  send(text: string): Promise<string | null>;
  /** Replaces what the visitor has typed and not sent. */
  setDraft(text: string): Promise<void>;
}

/** Lets the launchers of the page load the app when a visitor wants it. Once for the page, however often called. */
export function loadAppOnIntent(): void {
  if (isListening) return;
  isListening = true;
  listenForIntent(loadApp);
}

/**
 * The verbs of a launcher that loads its app late.
 * @param find - The launcher, looked up when the app is there; null makes the verb reject.
 */
export function chatVerbs(find: () => ChatWidgetElement | null): ChatVerbs {
  const tell = async <Answer>(verb: (element: ChatWidgetElement) => Answer): Promise<Answer> => {
    await loadApp();
    const element = find();
    if (!element) throw new Error("A chat was told something after it was taken away. Mount it again first.");
    return verb(element);
  };
  return {
    open: () => tell((element) => element.open()),
    close: async () => app && tell((element) => element.close()),
    toggle: () => tell((element) => element.toggle()),
    send: (text) => tell((element) => element.send(text)),
    setDraft: (text) => tell((element) => element.setDraft(text)),
  };
}

/** A load that failed is tried again at the next call. */
function loadApp(): Promise<typeof import("./app.js")> {
  app ??= import("./app.js").catch((error: unknown) => {
    app = undefined;
    throw error;
  });
  return app;
}
