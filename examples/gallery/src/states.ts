import type { HistoryRow } from "@chatisle/client/protocol";
import { type ChatHandlersOptions, createConversation } from "@chatisle/testing";
import type { ChatWidgetElement, LauncherProps } from "@chatisle/widget";
import { type HttpHandler, HttpResponse, http } from "msw";
import { BASE_URL, openStream, silence } from "./backend.js";
import { CONVERSATION, HARD_TO_LAY_OUT, LONG_CONVERSATION, WITH_STEPS } from "./conversation.js";
import type { Visitor } from "./visitor.js";

/** One state of the chat, and how it comes about. */
export interface GalleryState {
  readonly title: string;
  readonly backend?: Omit<ChatHandlersOptions, "baseUrl">;
  /** Handlers that win over the backend's. */
  readonly handlers?: readonly HttpHandler[];
  readonly options?: LauncherProps;
  /** Before the chat is in the page. */
  prepare?(): void;
  /** What the visitor does in the page. Default: opens the chat. */
  play?(visitor: Visitor, element: ChatWidgetElement): Promise<void>;
}

const path = (name: string) => `${BASE_URL}${name}`;
const said = (rows: readonly HistoryRow[]) => ({ conversation: createConversation(rows) });
const everything = ["stop", "feedback", "edit", "regenerate", "upload", "conversations", "dedupe"] as const;
const kit = (rows: readonly HistoryRow[]) => ({ ...said(rows), capabilities: everything });
const someone = { session_id: "s", v: 1, state: "active", is_anonymous: false, subject: "ada" } as const;
const session = (answer: () => Response) => http.get(path("/api/session"), answer);

/** A session of somebody, which the backend then says is over. */
const expired = [
  session(() => HttpResponse.json({ ...someone, capabilities: ["code"] })),
  http.post(path("/chat"), () => HttpResponse.json({ code: "expired", detail: "Over." }, { status: 401 })),
  http.post(path("/api/auth/code"), () => new HttpResponse(null, { status: 204 })),
];

export const STATES: Readonly<Record<string, GalleryState>> = {
  closed: { title: "Closed", play: async () => {} },
  "closed-badge": {
    title: "Closed, two replies unread",
    backend: said(CONVERSATION),
    prepare: () => {
      sessionStorage.setItem("chatisle:seen:default", "");
      localStorage.setItem("chatisle:active", String(Date.now()));
    },
    play: (visitor) => visitor.seesInLauncher("launcher-badge"),
  },
  greeting: {
    title: "Greeting",
    options: { greeting: "Hello! Can we help you find the right lamp?" },
    play: (visitor) => visitor.seesInLauncher("launcher-greeting"),
  },
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
    handlers: [http.get(path("/api/chat/history"), () => new HttpResponse(null, { status: 404 }))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("card");
    },
  },
  empty: {
    title: "Empty, with questions to begin with",
    options: {
      prompts: ["Where is my order?", "What does delivery cost?", "Talk to a person"],
      disclaimer: "Answers come from an assistant and may be wrong.",
    },
  },
  conversation: { title: "Conversation", backend: kit(CONVERSATION) },
  steps: { title: "Reasoning, a tool and a file", backend: kit(WITH_STEPS) },
  typing: {
    title: "Waiting for the first word",
    handlers: [http.post(path("/chat"), () => openStream([]))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes("What does delivery cost?");
      await visitor.sees("typing");
    },
  },
  streaming: {
    title: "A reply arrives",
    handlers: [
      http.post(path("/chat"), () =>
        openStream([
          "Delivery is **free** above €150. Below that it depends on the country:\n\n- Denmark: €6.90\n- Nor",
        ]),
      ),
    ],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes("What does delivery cost?");
      await visitor.sees("caret");
    },
  },
  stopped: {
    title: "Stopped by the visitor",
    handlers: [http.post(path("/chat"), () => openStream(["Delivery is free above €150. Below that it"]))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes("What does delivery cost?");
      await visitor.sees("body");
      await visitor.presses("stop");
      await visitor.sees("meta");
    },
  },
  sending: {
    title: "On its way for a while",
    handlers: [http.post(path("/chat"), silence)],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes("What does delivery cost?");
      await visitor.sees("meta-sending");
    },
  },
  failed: {
    title: "Message refused",
    backend: said(CONVERSATION.slice(0, 2)),
    handlers: [http.post(path("/chat"), () => new HttpResponse(null, { status: 403 }))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes("What does delivery cost?");
      await visitor.sees("meta-error");
    },
  },
  offline: {
    title: "Offline",
    backend: kit(CONVERSATION.slice(0, 2)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("message-assistant");
      visitor.losesTheNetwork();
      await visitor.writes("What does delivery cost?");
      await visitor.sees("banner-offline");
    },
  },
  reconnecting: {
    title: "Reconnecting",
    handlers: [
      http.get(path("/api/session"), () => HttpResponse.json(someone), { once: true }),
      http.get(path("/api/session"), silence),
      http.post(path("/chat"), () =>
        HttpResponse.json({ code: "unknown_key", detail: "", retry: true }, { status: 401 }),
      ),
    ],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("status-online");
      await visitor.writes("What does delivery cost?");
      await visitor.sees("status-reconnecting");
    },
  },
  unavailable: {
    title: "Out of reach",
    backend: { scenario: "unreachable" },
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("banner-unavailable");
    },
  },
  expired: {
    title: "Session expired",
    handlers: expired,
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("status-online");
      await visitor.writes("What does delivery cost?");
      await visitor.sees("banner-expired");
    },
  },
  "sign-in": {
    title: "Signing in",
    handlers: expired,
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("status-online");
      await visitor.writes("What does delivery cost?");
      await visitor.sees("banner-expired");
      await visitor.presses("link-button");
      await visitor.sees("field");
    },
  },
  "rate-limited": {
    title: "Too many messages",
    backend: { scenario: "rate-limited", retryAfter: 45 },
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("status-online");
      await visitor.writes("What does delivery cost?");
      await visitor.sees("banner-throttled");
    },
  },
  "cookies-blocked": {
    title: "No cookies",
    backend: { scenario: "anonymous" },
    handlers: [http.post(path("/chat"), () => new HttpResponse(null, { status: 401 }))],
    prepare: () => Object.defineProperty(navigator, "cookieEnabled", { value: false }),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes("What does delivery cost?");
      await visitor.sees("banner-cookies");
    },
  },
  misconfigured: {
    title: "Wrong option, seen by the developer",
    options: { apiBaseUrl: "api.example.com" },
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("card-misconfigured");
    },
  },
  "scrolled-up": {
    title: "Scrolled up, and something new below",
    backend: said(LONG_CONVERSATION.slice(-30)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("message-assistant");
      await visitor.scrollsUp();
      await visitor.sees("pill");
    },
  },
  "drag-over": {
    title: "A file above the chat",
    backend: kit(CONVERSATION.slice(0, 2)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("message-assistant");
      visitor.dragsAFileOver();
    },
  },
  "hard-layout": { title: "Long words, a wide table", backend: said(HARD_TO_LAY_OUT) },
  "long-thread": { title: "Two hundred messages", backend: said(LONG_CONVERSATION) },
  conversations: {
    title: "Several conversations",
    backend: {
      ...kit(CONVERSATION),
      pastConversations: [
        createConversation(WITH_STEPS, { id: "parcel", title: "Parcel 4711" }),
        createConversation(LONG_CONVERSATION, { id: "long" }),
      ],
    },
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("header-button");
      await visitor.presses("header-button");
      await visitor.sees("conversation-open");
    },
  },
  sidebar: { title: "Beside the page", options: { layout: "sidebar" }, backend: kit(CONVERSATION) },
  fullscreen: { title: "Over the page", options: { layout: "fullscreen" }, backend: kit(CONVERSATION) },
  inline: {
    title: "In the page",
    options: { layout: "inline" },
    backend: kit(CONVERSATION),
    play: (visitor) => visitor.sees("message-assistant"),
  },
};
