import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ChatClient, memoryStorage, textOf } from "../src/index.js";
import { createOwnChatClient } from "../src/own-chat-client.js";
import type { HistoryRow } from "../src/protocol/index.js";
import { fakeBackend, historyOf, json, plain } from "./support/fake-backend.js";

const BASE = "https://api.shop.test";
const open: ChatClient[] = [];

beforeEach(() => {
  // Tabs are a page's: on a server nobody may hear anybody.
  vi.stubGlobal("document", { visibilityState: "visible", addEventListener: () => {} });
  vi.stubGlobal("addEventListener", () => {});
});

afterEach(() => {
  for (const tab of open.splice(0)) tab.dispose();
  vi.unstubAllGlobals();
});

/** One browser: its tabs share storage and a backend that remembers. */
function browser() {
  const storage = memoryStorage();
  const rows: HistoryRow[] = [];
  const backend = fakeBackend({
    "GET /api/session": () => json({ session_id: "s1" }),
    "GET /api/chat/history": () => historyOf(...rows),
    "POST /chat": ({ body }) => {
      rows.push(
        { role: "human", content: (body as { message: string }).message },
        { role: "assistant", content: "Hello" },
      );
      return plain("Hello");
    },
  });
  return {
    backend,
    rows,
    storage,
    tab() {
      // A tab of its own, with what the page shares with others: storage and channel.
      const client = createOwnChatClient({ baseUrl: BASE, fetch: backend.fetch, storage, random: () => 0 });
      open.push(client);
      return client;
    },
  };
}

const transcript = (client: ChatClient) =>
  client.messages.value.map((m) => `${m.role} ${m.status}: ${textOf(m)}`);

describe("two tabs", () => {
  test("show the same conversation", async () => {
    const { tab } = browser();
    const one = tab();
    const two = tab();
    await Promise.all([one.start(), two.start()]);
    one.send("Hi");
    await expect.poll(() => transcript(two)).toEqual(["user done: Hi", "assistant done: Hello"]);
    expect(transcript(one)).toEqual(transcript(two));
  });

  test("never both send what one of them has in hand", async () => {
    const { tab, backend } = browser();
    const one = tab();
    await one.start();
    let answer = (_response: Response) => {};
    backend.on("POST /chat", () => new Promise<Response>((resolve) => (answer = resolve)));
    one.send("Hi");
    await expect.poll(() => backend.posted("/chat")).toHaveLength(1);

    const two = tab();
    await two.start();
    expect(transcript(two)).toEqual([]);
    answer(plain("Hello"));
    await expect.poll(() => one.reply.value.status).toBe("idle");
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test("a new tab sends what a tab that is gone left behind, once", async () => {
    const { tab, backend, storage } = browser();
    const gone = tab();
    backend.on("GET /api/session", () => new Promise<Response>(() => {}));
    gone.send("Hi");
    gone.dispose();
    backend.on("GET /api/session", () => json({ session_id: "s1" }));

    const heirs = [tab(), tab()];
    await Promise.all(heirs.map((heir) => heir.start()));
    for (const heir of heirs) {
      await expect.poll(() => transcript(heir)).toEqual(["user done: Hi", "assistant done: Hello"]);
    }
    expect(backend.posted("/chat")).toHaveLength(1);
    expect(storage.getItem(`chatisle:default:${BASE}:outbox`)).toBeNull();
  });

  test("do not listen to what they cannot understand", async () => {
    const { tab } = browser();
    const one = tab();
    await one.start();
    const stranger = new BroadcastChannel(`chatisle:default:${BASE}:tabs`);
    for (const garbage of [
      null,
      "said",
      { type: "mine" },
      { type: "whose", ids: [1] },
      { type: "__proto__" },
    ]) {
      stranger.postMessage(garbage);
    }
    stranger.close();
    one.send("Hi");
    await expect.poll(() => transcript(one)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });
});
