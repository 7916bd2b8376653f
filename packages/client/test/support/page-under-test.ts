import { afterEach, beforeEach } from "vitest";
import { type ChatClient, type ChatClientOptions, memoryStorage, textOf } from "../../src/index.js";
import { createOwnChatClient } from "../../src/own-chat-client.js";
import type { HistoryRow } from "../../src/protocol/index.js";
// The time that a test lets pass is not the time that loading code takes: it is loaded beforehand.
import "../../src/replies.js";
import { fakeBackend, historyOf, json, offline, plain } from "./fake-backend.js";
import { fakePage } from "./fake-page.js";
import { type ManualClock, manualClock } from "./manual-clock.js";

export const BASE = "https://api.shop.test";
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export type Backend = ReturnType<typeof fakeBackend>;

/** A page with a clock and a life of its own, on which a test opens chats; all are disposed at its end. */
export function pageUnderTest() {
  const open: ChatClient[] = [];
  let clock: ManualClock;
  let life: ReturnType<typeof fakePage>;

  beforeEach(() => {
    clock = manualClock();
    life = fakePage();
  });
  afterEach(() => {
    for (const client of open.splice(0)) client.dispose();
  });

  /** Lets time pass in small steps, and what follows from it happen. */
  async function pass(milliseconds: number, step = 500): Promise<void> {
    for (let left = milliseconds; left > 0; left -= step) {
      clock.advance(Math.min(left, step));
      await settle();
    }
  }

  /** Each call is a page of its own, or a tab: with its own client, whatever the key. */
  function connectWith(
    backend: { fetch: typeof fetch },
    options: Partial<ChatClientOptions> = {},
  ): ChatClient {
    const client = createOwnChatClient({
      baseUrl: BASE,
      fetch: backend.fetch,
      clock,
      random: () => 0.5,
      page: life.page,
      ...options,
    });
    open.push(client);
    return client;
  }
  const connect: typeof connectWith = (backend, options) =>
    connectWith(backend, { storage: memoryStorage(), ...options });

  return {
    get clock() {
      return clock;
    },
    get life() {
      return life;
    },
    connect,
    /** The same with the storage of the browser. */
    connectWith,
    pass,
    async start(
      backend: { fetch: typeof fetch },
      options: Partial<ChatClientOptions> = {},
    ): Promise<ChatClient> {
      const client = connect(backend, options);
      void client.start();
      await pass(SECOND);
      return client;
    },
    /** Sends a message and lets what follows happen, as far as it needs no more than a second. */
    async send(client: ChatClient, text: string): Promise<string> {
      const id = client.send(text) ?? "";
      await pass(SECOND);
      return id;
    },
  };
}

/** Lets everything happen that needs no time to pass. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Somebody's session, as a backend answers that knows nothing of ours. */
export const sessionOf = (session_id: string) => () => json({ session_id, is_anonymous: false });
export const unauthorized = (code?: string) => () =>
  json({ detail: "no", ...(code !== undefined && { code }) }, { status: 401 });
export const healthy = () => json({ compatible: true, authenticated: true });

/** A backend that knows nothing of ours, and answers every message with "Hello". */
export const foreignBackend = () =>
  fakeBackend({
    "GET /api/session": sessionOf("s1"),
    "GET /api/chat/history": () => historyOf(),
    "GET /api/auth/token-health": healthy,
    "POST /chat": () => plain("Hello"),
  });

/** The same, and its history has what was said. */
export function rememberingBackend() {
  const backend = foreignBackend();
  const rows: HistoryRow[] = [];
  backend.on("GET /api/chat/history", () => historyOf(...rows));
  backend.on("POST /chat", ({ body }) => {
    rows.push(
      { role: "human", content: (body as { message: string }).message },
      { role: "assistant", content: "Hello" },
    );
    return plain("Hello");
  });
  return backend;
}

const ROUTES = [
  "GET /api/session",
  "GET /api/chat/history",
  "GET /api/auth/token-health",
  "GET /chat/stream",
  "GET /api/health",
  "POST /chat",
  "POST /api/auth/sign-out",
];

/** Every route of a backend answers the same from now on. */
export function everywhere(backend: Backend, answer: Parameters<Backend["on"]>[1]): void {
  for (const route of ROUTES) backend.on(route, answer);
}
export const goOffline = (backend: Backend) => everywhere(backend, offline);

/** How often a path was asked for. */
export const count = (backend: Backend, path: string, method?: string): number =>
  backend.requests.filter((seen) => seen.path === path && (method === undefined || seen.method === method))
    .length;

/** The transcript as a visitor reads it. */
export const transcript = (client: ChatClient) =>
  client.messages.value.map((message) => `${message.role} ${message.status}: ${textOf(message)}`);
