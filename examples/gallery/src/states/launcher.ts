import { mount } from "@chatisle/widget";
import { BASE_URL } from "../backend.js";
import { shopping } from "../conversation.js";
import { kit, type States, said, words } from "../state.js";

const PERSON = new URL("../person.svg", import.meta.url).href;
const LAMP = new URL("../lamp.svg", import.meta.url).href;

/** What stands in the page while the chat is closed, and what else of a launcher a site decides. */
export const LAUNCHER: States = {
  closed: { title: "Closed", play: async () => {} },
  "closed-badge": {
    title: "Closed, two replies unread",
    backend: said(shopping(words)),
    prepare: () => {
      sessionStorage.setItem("chatisle:seen:default", "");
      localStorage.setItem("chatisle:active", String(Date.now()));
    },
    play: (visitor) => visitor.seesInLauncher("launcher-badge"),
  },
  greeting: {
    title: "Greeting",
    options: { greeting: words.greeting },
    play: (visitor) => visitor.seesInLauncher("launcher-greeting"),
  },
  "load-failed": {
    title: "Closed, and its code could not be loaded",
    options: { labels: { loadFailed: words.loadFailed } },
    // As the loader says so, which the gallery does without.
    play: async (_visitor, element) => element.setAttribute("load-failed", ""),
  },
  "launcher-avatar": {
    title: "Closed, with a picture of whom one writes to",
    options: { avatar: PERSON },
    play: async () => {},
  },
  "launcher-icon": {
    title: "Closed, with an icon of the site's",
    options: { icon: LAMP },
    play: async () => {},
  },
  "launcher-compact": {
    title: "Closed, a smaller launcher in a colour of the site's",
    options: { compact: true, accent: "#2f6feb" },
    play: async () => {},
  },
  "avatar-open": {
    title: "Open, with a picture of whom one writes to",
    options: { avatar: PERSON },
    backend: kit(shopping(words)),
  },
  several: {
    title: "Two chats in one page",
    options: { avatar: PERSON },
    backend: kit(shopping(words)),
    prepare: () => {
      mount(document.body, {
        apiBaseUrl: BASE_URL,
        chatKey: "orders",
        side: "start",
        compact: true,
        accent: "#2f6feb",
        labels: { launcher: "Ask about an order" },
      });
    },
  },
};
