import { LONG_CONVERSATION, shopping } from "../conversation.js";
import { type States, said, words } from "../state.js";

/** The search in the conversation. */
export const SEARCH: States = {
  search: {
    title: "Search, before a word is written",
    backend: said(LONG_CONVERSATION.slice(-30)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.presses("search-button");
      await visitor.sees("search-field");
    },
  },
  "search-found": {
    title: "Search, with what it has found",
    backend: said([...LONG_CONVERSATION.slice(-30), ...shopping(words)]),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.presses("search-button");
      await visitor.types(words.searched, "search-field");
      await visitor.sees("result");
    },
  },
  "search-nothing": {
    title: "Search, with nothing found",
    backend: said(LONG_CONVERSATION.slice(-30)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.presses("search-button");
      await visitor.types("4711", "search-field");
      await visitor.sees("search-count", ":not(:empty)");
    },
  },
};
