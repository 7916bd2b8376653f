import { http } from "msw";
import { openStream } from "../backend.js";
import { path, type States, words } from "../state.js";
import { approvalAsked, toolUsed } from "../tool-replies.js";

/** A reply, from the wait for its first word. */
export const REPLY: States = {
  steps: {
    title: "Reasoning and a tool",
    options: { protocol: { use: "ai-sdk", path: "/chat" } },
    handlers: [http.post(path("/chat"), () => openStream(toolUsed(words), "text/event-stream"))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes(words.parcel.question);
      await visitor.sees("step");
      await visitor.presses("step-summary");
      await visitor.sees("body");
    },
  },
  approval: {
    title: "A tool asks first",
    options: { protocol: { use: "ai-sdk", path: "/chat" } },
    handlers: [http.post(path("/chat"), () => openStream(approvalAsked(words), "text/event-stream"))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes(words.tool.cancel);
      await visitor.sees("approval");
    },
  },
  typing: {
    title: "Waiting for the first word",
    handlers: [http.post(path("/chat"), () => openStream([]))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes(words.question);
      await visitor.sees("typing");
    },
  },
  streaming: {
    title: "A reply arrives",
    handlers: [http.post(path("/chat"), () => openStream([words.begun]))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes(words.question);
      await visitor.sees("caret");
    },
  },
  stopped: {
    title: "Stopped by the visitor",
    handlers: [http.post(path("/chat"), () => openStream([words.short]))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes(words.question);
      await visitor.sees("body");
      await visitor.presses("stop");
      await visitor.sees("meta");
    },
  },
};
