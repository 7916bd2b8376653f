import { http } from "msw";
import {
  cutOff,
  exchange,
  HARD_TO_LAY_OUT,
  LONG_CONVERSATION,
  MANY_WRITINGS,
  shopping,
  tracking,
  withFiles,
} from "../conversation.js";
import { kit, path, type States, said, words } from "../state.js";

/** A reply waits until the visitor looks elsewhere. */
let release = () => {};
const looksElsewhere = new Promise<void>((resolve) => {
  release = resolve;
});

/** The conversation: its messages, and what a reader does in it. */
export const TRANSCRIPT: States = {
  empty: {
    title: "Empty, with questions to begin with",
    options: {
      prompts: words.prompts,
      disclaimer: words.disclaimer,
    },
  },
  opening: {
    title: "Opening",
    backend: kit(shopping(words)),
    play: async (visitor) => {
      await visitor.opens();
      visitor.freezesThePanelAt(80);
    },
  },
  conversation: { title: "Conversation, and what to ask next", backend: kit(shopping(words)) },
  markdown: { title: "A table, code and tasks", backend: kit(tracking(words)) },
  "highlighted-code": {
    title: "Code in colours",
    options: { highlight: true },
    backend: kit(tracking(words)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("code-keyword");
    },
  },
  files: { title: "Files in messages", backend: kit(withFiles(words)) },
  interrupted: { title: "A reply that was cut off", backend: kit(cutOff(words)) },
  editing: {
    title: "An own message is edited",
    backend: kit(exchange(words.delivery, 1)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.editsTheNewestMessage();
      await visitor.sees("editor");
    },
  },
  "scrolled-up": {
    title: "Scrolled up",
    backend: said(LONG_CONVERSATION.slice(-30)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("message-assistant");
      await visitor.scrollsUp();
      await visitor.sees("pill");
    },
  },
  "new-below": {
    title: "Scrolled up, and something new below",
    backend: said(LONG_CONVERSATION.slice(-30)),
    handlers: [http.post(path("/chat"), () => looksElsewhere.then(() => new Response(words.short)))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("message-assistant");
      await visitor.writes(words.question);
      await visitor.writes(words.secondQuestion);
      await visitor.sees("typing");
      await visitor.scrollsUp();
      release();
      await visitor.sees("pill", ":not([aria-label])");
      await visitor.sees("send");
    },
  },
  "hard-layout": { title: "Long words, a wide table", backend: said(HARD_TO_LAY_OUT) },
  writings: { title: "Writings of the world", backend: said(MANY_WRITINGS) },
  "long-thread": { title: "Two hundred messages", backend: said(LONG_CONVERSATION) },
};
