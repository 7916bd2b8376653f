import { type ChatVerbs, createChatVerbs } from "./chat-verbs.js";
import type { ChatWidgetElement } from "./element/chat-widget-element.js";
import { listenForIntent } from "./intent.js";

let app: Promise<typeof import("./app.js")> | undefined;
let isLoaded = false;
let isListening = false;

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
  return createChatVerbs({ find, load: loadApp, isLoaded: () => isLoaded });
}

/** A load that failed is tried again at the next call. */
function loadApp(): Promise<typeof import("./app.js")> {
  app ??= import("./app.js").then(
    (module) => {
      isLoaded = true;
      return module;
    },
    (error: unknown) => {
      app = undefined;
      throw error;
    },
  );
  return app;
}
