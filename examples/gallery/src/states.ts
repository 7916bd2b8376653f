import type { HistoryRow } from "@chatisle/client/protocol";
import { type ChatHandlersOptions, createConversation } from "@chatisle/testing";
import type { ChatWidgetElement, LauncherProps } from "@chatisle/widget";
import { type HttpHandler, HttpResponse, http } from "msw";
import { BASE_URL, openStream, silence } from "./backend.js";
import { exchange, HARD_TO_LAY_OUT, LONG_CONVERSATION, shopping, tracking } from "./conversation.js";
import { approvalAsked, toolUsed } from "./tool-replies.js";
import type { Visitor } from "./visitor.js";
import { wordsFor } from "./words.js";

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

const words = wordsFor(new URLSearchParams(location.search).get("dir") ?? "");
const path = (name: string) => `${BASE_URL}${name}`;
const said = (rows: readonly HistoryRow[]) => ({ conversation: createConversation(rows) });
const oneAnswer = said(exchange(words.delivery, 1));
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

/** The first file arrives, the second fails, the third is on its way. */
const uploadAnswers = [
  () => HttpResponse.json({ id: "1", url: "/1", name: "room.png", type: "image/png" }),
  () => new HttpResponse(null, { status: 500 }),
];

/** A reply waits until the visitor looks elsewhere. */
let release = () => {};
const looksElsewhere = new Promise<void>((resolve) => {
  release = resolve;
});

export const STATES: Readonly<Record<string, GalleryState>> = {
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
  queued: {
    title: "A question before the reply has ended",
    handlers: [http.post(path("/chat"), () => openStream([words.short]))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes(words.question);
      await visitor.sees("message-streaming");
      await visitor.writes(words.secondQuestion);
      await visitor.sees("message-pending");
    },
  },
  editing: {
    title: "An own message is edited",
    backend: kit(exchange(words.delivery, 1)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.editsTheNewestMessage();
      await visitor.sees("editor");
    },
  },
  draft: {
    title: "A long message, not sent yet",
    play: async (visitor) => {
      await visitor.opens();
      await visitor.types(words.draft);
      await visitor.sees("send-ready");
    },
  },
  attachments: {
    title: "Files: on their way, there, failed, refused",
    backend: kit([]),
    options: { attachments: { maxSize: 1_000_000 } },
    handlers: [http.post(path("/upload"), () => uploadAnswers.shift()?.() ?? silence())],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.attaches(["room.png", "plan.pdf", "order.txt", "film.mov"]);
      await visitor.sees("tile-failed");
      await visitor.sees("tile-ready");
    },
  },
  sending: {
    title: "On its way for a while",
    handlers: [http.post(path("/chat"), silence)],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes(words.question);
      await visitor.sees("meta-sending");
    },
  },
  failed: {
    title: "Message refused",
    backend: oneAnswer,
    handlers: [http.post(path("/chat"), () => new HttpResponse(null, { status: 403 }))],
    play: async (visitor) => {
      await visitor.opens();
      await visitor.writes(words.question);
      await visitor.sees("meta-error");
    },
  },
  offline: {
    title: "Offline",
    backend: kit(exchange(words.delivery, 1)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("message-assistant");
      visitor.losesTheNetwork();
      await visitor.writes(words.question);
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
      await visitor.writes(words.question);
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
      await visitor.writes(words.question);
      await visitor.sees("banner-expired");
    },
  },
  "sign-in": {
    title: "Signing in",
    handlers: expired,
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("status-online");
      await visitor.writes(words.question);
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
      await visitor.writes(words.question);
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
      await visitor.writes(words.question);
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
  "drag-over": {
    title: "A file above the chat",
    backend: kit(exchange(words.delivery, 1)),
    play: async (visitor) => {
      await visitor.opens();
      await visitor.sees("drop-zone");
      await visitor.dragsAFileOver();
      await visitor.sees("drop-zone-over");
    },
  },
  "hard-layout": { title: "Long words, a wide table", backend: said(HARD_TO_LAY_OUT) },
  "long-thread": { title: "Two hundred messages", backend: said(LONG_CONVERSATION) },
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
      await visitor.sees("header-button");
      await visitor.presses("header-button");
      await visitor.sees("conversation-open");
    },
  },
  sidebar: { title: "Beside the page", options: { layout: "sidebar" }, backend: kit(shopping(words)) },
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
