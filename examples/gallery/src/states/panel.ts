import { createConversation } from "@chatisle/testing";
import { LONG_CONVERSATION, shopping, tracking } from "../conversation.js";
import { kit, type States, words } from "../state.js";

/** How the panel stands in the page, and what it shows besides the conversation. */
export const PANEL: States = {
  conversations: {
    title: "Several conversations",
    backend: {
      ...kit(shopping(words)),
      pastConversations: [
        createConversation(tracking(words), { id: "parcel", title: words.parcel.question }),
        createConversation(LONG_CONVERSATION, { id: "long" }),
      ],
    },
    play: async (visitor) => {
      await visitor.opens();
      await visitor.presses("header-button", ':not([part~="expand"])');
      await visitor.sees("conversation-open");
    },
  },
  "conversation-delete": {
    title: "A conversation is deleted, once more is asked for",
    backend: kit(shopping(words)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.presses("header-button", ':not([part~="expand"])');
      await visitor.presses("conversation-remove");
      await visitor.sees("conversation-confirm");
    },
  },
  enlarged: {
    title: "Enlarged by the visitor",
    backend: kit(tracking(words)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.presses("expand");
      await visitor.sees("expand", '[aria-pressed="true"]');
    },
  },
  sidebar: { title: "Beside the page", options: { layout: "sidebar" }, backend: kit(shopping(words)) },
  "sidebar-wide": {
    title: "Beside the page, as wide as the visitor can make it",
    options: { layout: "sidebar" },
    backend: kit(tracking(words)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.pressesKey("End", "resizer");
      await visitor.sees("resizer", '[aria-valuenow="560"]');
    },
  },
  "sidebar-narrow": {
    title: "Beside the page, as narrow as it gets",
    options: { layout: "sidebar" },
    backend: kit(shopping(words)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.pressesKey("Home", "resizer");
      await visitor.sees("resizer", '[aria-valuenow="320"]');
    },
  },
  start: { title: "On the other side", options: { side: "start" }, backend: kit(shopping(words)) },
  accent: {
    title: "In a colour of the site's, with a long name",
    options: { accent: "#2f6feb", heading: "Donaudampfschifffahrtsgesellschaft customer service" },
    backend: kit(shopping(words)),
  },
  fullscreen: { title: "Over the page", options: { layout: "fullscreen" }, backend: kit(shopping(words)) },
  inline: {
    title: "In the page",
    options: { layout: "inline" },
    backend: kit(shopping(words)),
    play: (visitor) => visitor.sees("message-assistant"),
  },
};
