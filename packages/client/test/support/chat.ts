import { effect } from "@preact/signals-core";
import { onTestFinished } from "vitest";
import {
  type Capability,
  type ChatClient,
  type ChatClientOptions,
  createChatClient,
  memoryStorage,
  textOf,
} from "../../src/index.js";
import { fakeBackend, historyOf, json } from "./fake-backend.js";

export const BASE = "https://api.shop.test";

/** A client that lives as long as its test. */
export function connect(
  backend: { fetch: typeof fetch },
  options: Partial<ChatClientOptions> = {},
): ChatClient {
  const client = createChatClient({
    baseUrl: BASE,
    fetch: backend.fetch,
    storage: memoryStorage(),
    // What the client does by itself comes late, so that it never overtakes what a test does.
    random: () => 0.99,
    ...options,
  });
  onTestFinished(() => client.dispose());
  return client;
}

/** Resolves once the client's state satisfies a claim. */
export function until(claim: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    let stop: (() => void) | undefined;
    let isMet = false;
    stop = effect(() => {
      if (isMet || !claim()) return;
      isMet = true;
      stop?.();
      resolve();
    });
  });
}

/** Nothing is on its way and nothing waits. */
export const isIdle = (client: ChatClient) => () =>
  client.reply.value.status === "idle" && client.messages.value.every((m) => m.status !== "pending");

export const transcript = (client: ChatClient) =>
  client.messages.value.map((m) => `${m.role} ${m.status}: ${textOf(m)}`);

/** A backend of three requests, with a session and without a history unless told. */
export const foreignBackend = (
  replies: () => Response | Promise<Response>,
  history: () => Response = () => historyOf(),
) =>
  fakeBackend({
    "GET /api/session": () =>
      json({ session_id: "s1", session_key: "s1…", created_at: "2026-01-01", is_anonymous: false }),
    "GET /api/chat/history": history,
    "POST /chat": replies,
  });

/** The session answer of the reference backend. */
export const sessionWith =
  (...capabilities: readonly Capability[]) =>
  () =>
    json({ v: 1, session_id: "s1", is_anonymous: true, state: "anonymous", source: "cookie", capabilities });
