import { effect } from "@preact/signals-core";
import { describe, expect, test } from "vitest";
import type { HistoryRow } from "../../src/protocol/index.js";
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
const QUESTION: HistoryRow = { role: "human", content: "Tell me" };
const REPLY: HistoryRow = { role: "assistant", content: "Once upon a time" };

test.each([
  ["the reference backend", kitBackend],
  ["a foreign backend", foreignBackend],
])(
  "a page that comes back from the browser's cache reads session and history of %s again",
  async (_who, make) => {
    const backend = make();
    const client = await page.start(backend);
    const before = count(backend, "/api/session");
    page.life.leave();
    page.clock.advance(HOUR);
    backend.on("GET /api/chat/history", () => historyOf({ role: "human", content: "From my phone" }));
    page.life.happens("restored");
    await page.pass(5 * SECOND);
    expect(transcript(client)).toEqual(["user done: From my phone"]);
    expect(count(backend, "/api/session") - before).toBe(1);
  },
);

describe("a page that comes back from the browser's cache, left in the middle of a reply that can be followed", () => {
  async function leftInMidReply() {
    const backend = kitBackend();
    const client = await page.start(backend);
    const cut = openStream("text/event-stream");
    backend.on("POST /chat", () => cut.response);
    const id = client.send("Tell me") ?? "";
    void cut.write(kitEvents({ type: "start", id: "r1" }, { type: "delta", kind: "text", text: "Once" }));
    await page.pass(SECOND);
    expect(transcript(client)).toEqual(["user done: Tell me", "assistant streaming: Once"]);
    page.life.leave();
    cut.cut().catch(() => {});
    return { backend, client, question: { ...QUESTION, id } };
  }

  test("goes on where it was, after an hour", async () => {
    const { backend, client, question } = await leftInMidReply();
    page.clock.advance(HOUR);
    backend.on("GET /api/chat/history", () => historyOf(question));
    backend.on(
      "GET /chat/stream",
      () =>
        new Response(
          'id: 3\ndata: {"type":"delta","kind":"text","text":" upon"}\n\nid: 4\ndata: {"type":"finish","reason":"stop"}\n\n',
          { headers: { "content-type": "text/event-stream" } },
        ),
    );
    page.life.happens("restored");
    await page.pass(5 * SECOND);
    expect(backend.requests.some(({ path }) => path === "/chat/stream?after=2")).toBe(true);
    expect(transcript(client)).toEqual(["user done: Tell me", "assistant done: Once upon"]);
  });

  test("reads the reply to its end that ends while the page is read anew", async () => {
    const { backend, client, question } = await leftInMidReply();
    // It is still being written when the history is read, and over when its rest is asked for.
    let isOver = false;
    backend.on("GET /api/chat/history", () =>
      isOver ? historyOf(question, { ...REPLY, id: "r1" }) : historyOf(question),
    );
    backend.on("GET /chat/stream", () => {
      isOver = true;
      return new Response(null, { status: 204 });
    });
    page.life.happens("restored");
    await page.pass(5 * SECOND);
    expect(transcript(client)).toEqual(["user done: Tell me", "assistant done: Once upon a time"]);
  });
});

describe("a page that comes back from the browser's cache, left in the middle of a reply that has only a history", () => {
  const EARLIER: readonly HistoryRow[] = [
    { role: "human", content: "Hi" },
    { role: "assistant", content: "Hello" },
  ];

  /** @returns What the page showed since it came back: how often question and reply, whatever had come of them. */
  async function comeBack(...histories: readonly (readonly HistoryRow[])[]) {
    const backend = foreignBackend();
    backend.on("GET /api/chat/history", () => historyOf(...EARLIER));
    const client = await page.start(backend);
    const cut = openStream("text/plain");
    backend.on("POST /chat", () => cut.response);
    client.send("Tell me");
    void cut.write("Once ");
    await page.pass(SECOND);
    expect(transcript(client).slice(2)).toEqual(["user done: Tell me", "assistant streaming: Once "]);

    page.life.leave();
    cut.cut().catch(() => {});
    let reads = 0;
    backend.on("GET /api/chat/history", () => {
      const rows = histories[Math.min(reads, histories.length - 1)] ?? [];
      reads += 1;
      return historyOf(...EARLIER, ...rows);
    });
    const shown = new Set<string>();
    const stop = effect(() => void shown.add(client.messages.value.map(({ role }) => role).join(" ")));
    page.life.happens("restored");
    await page.pass(2 * MINUTE);
    stop();
    expect([...shown]).toEqual(["user assistant user assistant"]);
    expect(backend.posted("/chat")).toHaveLength(1);
    return { client, backend, latest: () => transcript(client).slice(2) };
  }
  const WHOLE = ["user done: Tell me", "assistant done: Once upon a time"];

  test.each([
    ["that has all of it", [[QUESTION, REPLY]]],
    ["that gets the reply later", [[QUESTION], [QUESTION], [QUESTION, REPLY]]],
    ["that gets question and reply later", [[], [], [QUESTION, REPLY]]],
  ])("reads it from a history %s, in its own place", async (_when, histories) => {
    const { latest } = await comeBack(...histories);
    expect(latest()).toEqual(WHOLE);
  });

  test.each([
    ["only the question", [QUESTION]],
    ["neither", []],
  ])("keeps what came of it, marked as cut, at a history that has %s for good", async (_what, rows) => {
    const { backend, client, latest } = await comeBack(rows);
    expect(latest()).toEqual(["user done: Tell me", "assistant interrupted: Once "]);
    backend.on("POST /chat", () => plain("Hello"));
    const reads = count(backend, "/api/chat/history");
    await page.pass(HOUR, 5_000);
    expect(count(backend, "/api/chat/history")).toBe(reads);
    await page.send(client, "Never mind");
    expect(transcript(client).slice(-2)).toEqual(["user done: Never mind", "assistant done: Hello"]);
  });
});
