import type { ChatWidgetElement } from "./element/chat-widget-element.js";

/** The methods of the element that a page can call before the chat's code is loaded. */
const VERBS = [
  "open",
  "toggle",
  "send",
  "setDraft",
  "newConversation",
  "reload",
  "signIn",
  "signOut",
] as const;

type Verb = (typeof VERBS)[number];

/**
 * What a page can tell a chat whose code may not be loaded yet. Each verb is the method of {@link ChatWidgetElement},
 * and loads the code when it has to.
 */
export type ChatVerbs = {
  [Name in Verb]: (
    ...args: Parameters<ChatWidgetElement[Name]>
  ) => Promise<Awaited<ReturnType<ChatWidgetElement[Name]>>>;
} & {
  /** Closes the panel. Loads nothing: a chat that is not loaded is closed. */
  close(): Promise<void>;
  /** Moves the focus into the text field of an open panel, else to the launcher. Loads nothing. */
  focus(): Promise<void>;
};

export interface ChatVerbsOptions {
  /** The launcher, looked up when the app is there; null makes the verb reject. */
  find(): ChatWidgetElement | null;
  load(): Promise<unknown>;
  isLoaded(): boolean;
}

/** The verbs of a launcher that loads its app late. */
export function createChatVerbs({ find, load, isLoaded }: ChatVerbsOptions): ChatVerbs {
  const element = () => {
    const found = find();
    if (!found) throw new Error("A chat was told something after it was taken away. Mount it again first.");
    return found;
  };
  const verbs = VERBS.map((name) => {
    const tell = async (...args: unknown[]) => {
      await load();
      const method = element()[name] as (...args: unknown[]) => unknown;
      return method.apply(element(), args);
    };
    return [name, tell];
  });
  return {
    ...(Object.fromEntries(verbs) as Pick<ChatVerbs, Verb>),
    close: async () => {
      if (isLoaded()) element().close();
    },
    focus: async () => {
      if (isLoaded()) element().focus();
      else element().shadowRoot?.querySelector("button")?.focus();
    },
  };
}
