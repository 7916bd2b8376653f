import { describe, expect, test } from "vitest";
import { type ChatClientOptions, memoryStorage } from "../../src/index.js";
import type { HistoryRow } from "../../src/protocol/index.js";
import { aiSdk } from "../../src/protocols/ai-sdk.js";
import { historyOf, kitEvents, openStream, plain } from "../support/fake-backend.js";
import { kitBackend } from "../support/kit-backend.js";
import {
  count,
  foreignBackend,
  HOUR,
  MINUTE,
  pageUnderTest,
  SECOND,
  transcript,
} from "../support/page-under-test.js";

const page = pageUnderTest();
const EARLIER: readonly HistoryRow[] = [
  { role: "human", content: "Hi" },
  { role: "assistant", content: "Hello" },
];
const QUESTION: HistoryRow = { role: "human", content: "Tell me" };
const REPLY: HistoryRow = { role: "assistant", content: "Once upon a time" };
const HISTORY = "/api/chat/history";

type Leave = "before the first word" | "after the first word";

/**
 * A page that is left in the middle of a reply, at a backend that keeps a history and nothing else.
 * @returns The backend, whose history can be told what it has of question and reply, and the way to the next page.
 */
async function leftPage(when: Leave = "before the first word", options: Partial<ChatClientOptions> = {}) {
  const storage = memoryStorage();
  const backend = foreignBackend();
  const has = (...rows: readonly HistoryRow[]) =>
    backend.on(`GET ${HISTORY}`, () => historyOf(...EARLIER, ...rows));
  has();
  const client = await page.start(backend, { storage, ...options });
  const answer = openStream("text/plain");
  backend.on("POST /chat", () =>
    when === "before the first word" ? new Promise(() => {}) : answer.response,
  );
  client.send("Tell me");
  if (when === "after the first word") void answer.write("Once ");
  await page.pass(SECOND);
  client.dispose();
  return {
    backend,
    has,
    comeBack: () => page.start(backend, { storage, ...options }),
    reads: () => count(backend, HISTORY),
  };
}

const latest = (client: Parameters<typeof transcript>[0]) => transcript(client).slice(EARLIER.length);
const WHOLE = ["user done: Tell me", "assistant done: Once upon a time"];

describe("a page that is reloaded in the middle of a reply, at a backend that keeps a history and nothing else", () => {
  test.each<Leave>(["before the first word", "after the first word"])(
    "%s, shows that the reply is awaited, and the reply once it is there",
    async (when) => {
      const { backend, has, comeBack } = await leftPage(when);
      has(QUESTION);
      const client = await comeBack();
      expect(latest(client)).toEqual(["user done: Tell me"]);
      expect(client.reply.value).toEqual({ status: "waiting", turnId: client.messages.value.at(-1)?.id });
      await page.pass(10 * SECOND);
      expect(client.reply.value.status).toBe("waiting");
      has(QUESTION, REPLY);
      await page.pass(MINUTE);
      expect(latest(client)).toEqual(WHOLE);
      expect(client.reply.value.status).toBe("idle");
      expect(backend.posted("/chat")).toHaveLength(1);
    },
  );

  test.each([
    ["together", [[QUESTION, REPLY]]],
    ["one after the other", [[QUESTION], [QUESTION, REPLY]]],
  ])("shows question and reply once that the backend only writes down later, %s", async (_how, histories) => {
    const { backend, has, comeBack } = await leftPage();
    const client = await comeBack();
    expect(latest(client)).toEqual(["user error: Tell me"]);
    for (const rows of histories) {
      has(...rows);
      await page.pass(40 * SECOND);
    }
    expect(latest(client)).toEqual(WHOLE);
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test("looks for the reply on the next page, too, when it is reloaded again", async () => {
    const { has, comeBack } = await leftPage();
    has(QUESTION);
    (await comeBack()).dispose();
    const client = await comeBack();
    has(QUESTION, REPLY);
    await page.pass(MINUTE);
    expect(latest(client)).toEqual(WHOLE);
  });

  test("gives up after some looks, ever later, and the conversation goes on", async () => {
    const { backend, has, comeBack, reads } = await leftPage();
    has(QUESTION);
    const client = await comeBack();
    const before = reads();
    await page.pass(HOUR, 5_000);
    expect(reads() - before).toBe(6);
    expect(client.reply.value.status).toBe("idle");
    backend.on("POST /chat", () => plain("Hello"));
    await page.send(client, "Never mind");
    expect(latest(client).slice(-2)).toEqual(["user done: Never mind", "assistant done: Hello"]);
  });

  test("looks no further for the reply to a question that was asked long ago", async () => {
    const { has, comeBack, reads } = await leftPage();
    has(QUESTION);
    page.clock.advance(HOUR);
    const client = await comeBack();
    const before = reads();
    await page.pass(10 * MINUTE, 5_000);
    expect(reads()).toBe(before);
    expect(client.reply.value.status).toBe("idle");
  });

  test.each([
    ["hidden", "visible"],
    ["offline", "online"],
  ] as const)("does not look while it is %s, and does once it is %s", async (away, back) => {
    const { has, comeBack, reads } = await leftPage();
    has(QUESTION);
    const client = await comeBack();
    page.life.happens(away);
    // The pause that had begun ends, and another one begins with the return.
    const before = reads();
    await page.pass(HOUR, 5_000);
    expect(reads()).toBe(before);
    has(QUESTION, REPLY);
    page.life.happens(back);
    await page.pass(20 * SECOND);
    expect(latest(client)).toEqual(WHOLE);
  });

  test("lets what the visitor writes meanwhile go at once, and looks no further", async () => {
    const { backend, has, comeBack, reads } = await leftPage();
    has(QUESTION);
    const client = await comeBack();
    expect(client.reply.value.status).toBe("waiting");
    backend.on("POST /chat", () => plain("Hello"));
    const before = reads();
    await page.send(client, "Never mind");
    expect(latest(client)).toEqual(["user done: Tell me", "user done: Never mind", "assistant done: Hello"]);
    expect(client.reply.value.status).toBe("idle");
    await page.pass(5 * MINUTE, 5_000);
    expect(reads()).toBe(before);
  });

  test("looks no further when the visitor presses stop", async () => {
    const { has, comeBack, reads } = await leftPage();
    has(QUESTION);
    const client = await comeBack();
    const before = reads();
    expect(client.reply.value.status).toBe("waiting");
    client.stop();
    expect(client.reply.value.status).toBe("idle");
    await page.pass(5 * MINUTE, 5_000);
    expect(reads()).toBe(before);
  });

  test("can be loaded anew while the reply is awaited", async () => {
    const { has, comeBack } = await leftPage();
    has(QUESTION);
    const client = await comeBack();
    expect(client.reply.value.status).toBe("waiting");
    has(QUESTION, REPLY);
    void client.reload();
    await page.pass(SECOND);
    expect(latest(client)).toEqual(WHOLE);
  });

  test("leaves no trace of the question when the visitor signs out on the way", async () => {
    const storage = memoryStorage();
    const items = new Map<string, string>();
    const watched = {
      ...storage,
      setItem(key: string, value: string) {
        items.set(key, value);
        storage.setItem(key, value);
      },
      removeItem(key: string) {
        items.delete(key);
        storage.removeItem(key);
      },
    };
    const backend = foreignBackend();
    const client = await page.start(backend, { storage: watched });
    backend.on("POST /chat", () => new Promise(() => {}));
    await page.send(client, "Tell me");
    expect(items.size).toBeGreaterThan(0);
    await client.signOut();
    await page.pass(SECOND);
    expect([...items.keys()]).toEqual([]);
  });
});

describe("a conversation that ends with a question, on a device that has not asked it", () => {
  const at = (minutes: number): HistoryRow => ({
    ...QUESTION,
    created_at: new Date(page.clock.now() + minutes * MINUTE).toISOString(),
  });

  test.each([
    ["is looked at again when the backend dates the question a minute ago", -1, 6],
    ["is looked at again when the backend's clock is a minute ahead", 1, 6],
    ["is left as it is when the question is an hour old", -60, 0],
    ["is left as it is when the dates make no sense", 60, 0],
  ])("%s", async (_case, minutes, looks) => {
    const backend = foreignBackend();
    const row = at(minutes);
    backend.on(`GET ${HISTORY}`, () => historyOf(row));
    await page.start(backend);
    const before = count(backend, HISTORY);
    await page.pass(10 * MINUTE, 5_000);
    expect(count(backend, HISTORY) - before).toBe(looks);
  });

  test("is left as it is when there is no date", async () => {
    const backend = foreignBackend();
    backend.on(`GET ${HISTORY}`, () => historyOf(QUESTION));
    const client = await page.start(backend);
    expect(client.reply.value.status).toBe("idle");
    await page.pass(10 * MINUTE, 5_000);
    expect(count(backend, HISTORY)).toBe(1);
  });
});

/** The same at the reference backend, which has the question and says whether its reply still runs. */
async function leftKitPage() {
  const storage = memoryStorage();
  const backend = kitBackend();
  const before = await page.start(backend, { storage });
  backend.on("POST /chat", () => new Promise(() => {}));
  const id = await page.send(before, "Tell me");
  before.dispose();
  backend.on(`GET ${HISTORY}`, () => historyOf({ ...QUESTION, id }));
  return { backend, storage };
}

test("a backend that says itself whether a reply runs is not asked again and again", async () => {
  const { backend, storage } = await leftKitPage();
  const client = await page.start(backend, { storage });
  const reads = count(backend, HISTORY);
  await page.pass(10 * MINUTE, 5_000);
  expect(count(backend, HISTORY)).toBe(reads);
  expect(client.reply.value.status).toBe("idle");
});

test("a reply that still runs is followed though the backend comes back only between a page's first two requests", async () => {
  const { backend, storage } = await leftKitPage();
  const rest = openStream("text/event-stream");
  backend.on("GET /chat/stream", () => rest.response);
  void rest.write(
    kitEvents({ type: "start", id: "r" }, { type: "delta", kind: "text", text: "Once upon a time" }),
  );
  backend.missNext("GET /api/session");
  const client = await page.start(backend, { storage });
  await page.pass(20 * SECOND);
  expect(transcript(client)).toEqual(["user done: Tell me", "assistant streaming: Once upon a time"]);
});

test("where there is no history to look into, nothing is awaited", async () => {
  const storage = memoryStorage();
  const backend = foreignBackend();
  backend.on("POST /api/chat", () => new Promise(() => {}));
  const before = await page.start(backend, { storage, protocol: aiSdk() });
  await page.send(before, "Tell me");
  before.dispose();
  const client = await page.start(backend, { storage, protocol: aiSdk() });
  expect(client.reply.value.status).toBe("idle");
  expect(transcript(client)).toEqual(["user error: Tell me"]);
});
