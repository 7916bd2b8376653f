import type { HistoryAnswer } from "@chatisle/client/protocol";
import { HttpResponse, http } from "msw";
import { silence } from "../backend.js";
import { exchange } from "../conversation.js";
import { path, type States, words } from "../state.js";

const gone = () => new HttpResponse(null, { status: 404 });

/** There is an older page, and the backend does not find it. */
const newestPage = http.get(path("/api/chat/history"), ({ request }) => {
  if (new URL(request.url).searchParams.has("cursor")) return gone();
  return HttpResponse.json({
    messages: exchange(words.delivery, 1),
    next_cursor: "older",
  } satisfies HistoryAnswer);
});

/** What was said before: on its way, or not to be had. */
export const HISTORY: States = {
  loading: {
    title: "Loading the history",
    handlers: [http.get(path("/api/chat/history"), silence)],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("skeleton");
    },
  },
  "history-failed": {
    title: "History failed",
    handlers: [http.get(path("/api/chat/history"), gone)],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("card");
    },
  },
  older: {
    title: "Earlier messages can be loaded",
    handlers: [newestPage],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("older");
    },
  },
  "older-failed": {
    title: "Earlier messages could not be loaded",
    handlers: [newestPage],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.presses("older");
      await visitor.sees("card");
    },
  },
};
