import { describe, expect, test } from "vitest";
import type { HistoryRow } from "../../src/protocol/index.js";
import { aiSdk } from "../../src/protocols/ai-sdk.js";
import { historyOf, json, kitEvents, offline, plain } from "../support/fake-backend.js";
import { kitBackend } from "../support/kit-backend.js";
import {
  count,
  foreignBackend,
  MINUTE,
  pageUnderTest,
  SECOND,
  transcript,
} from "../support/page-under-test.js";

const page = pageUnderTest();
const events = (text: string) => new Response(text, { headers: { "content-type": "text/event-stream" } });
const START = kitEvents({ type: "start", id: "r1" }, { type: "delta", kind: "text", text: "Once " });
const REST = `id: 3\ndata: {"type":"delta","kind":"text","text":"upon a time"}\n\nid: 4\ndata: {"type":"finish","reason":"stop"}\n\n`;

/** What follows the event that is asked for, or all of it. */
const rest = ({ path }: { readonly path: string }) => events(path.endsWith("after=2") ? REST : START + REST);

/** A backend that cuts each reply after its second event. */
async function cutShort() {
  const backend = kitBackend();
  const client = await page.start(backend);
  backend.on("POST /chat", () => events(START));
  return { backend, client };
}

describe("a reply that is cut, at a backend that can say more", () => {
  test("goes on by itself from where it broke off, and nothing is said twice", async () => {
    const { backend, client } = await cutShort();
    backend.on("GET /chat/stream", rest);
    await page.send(client, "Tell me");
    expect(transcript(client).at(-1)).toBe("assistant interrupted: Once ");
    await page.pass(10 * SECOND);
    expect(transcript(client)).toEqual(["user done: Tell me", "assistant done: Once upon a time"]);
    expect(backend.requests.at(-1)?.path).toBe("/chat/stream?after=2");
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test("is said once where the backend repeats what was read already", async () => {
    const { backend, client } = await cutShort();
    backend.on("GET /chat/stream", () => events(START + REST));
    await page.send(client, "Tell me");
    await page.pass(10 * SECOND);
    expect(transcript(client)).toEqual(["user done: Tell me", "assistant done: Once upon a time"]);
  });

  test.each([
    ["429", () => json({}, { status: 429, headers: { "retry-after": "1" } })],
    ["502", () => json({}, { status: 502 })],
    ["503", () => json({}, { status: 503 })],
    ["no connection", offline],
  ])("is tried again, ever later, after %s", async (_case, refusal) => {
    const { backend, client } = await cutShort();
    backend.on("GET /chat/stream", refusal);
    backend.on("GET /api/chat/history", offline);
    await page.send(client, "Tell me");
    await page.pass(15 * SECOND);
    expect(transcript(client).at(-1)).toBe("assistant interrupted: Once ");
    backend.on("GET /chat/stream", rest);
    await page.pass(MINUTE);
    expect(transcript(client).at(-1)).toBe("assistant done: Once upon a time");
  });

  test("is the visitor's to decide on after some tries", async () => {
    const { backend, client } = await cutShort();
    backend.on("GET /chat/stream", () => json({}, { status: 502 }));
    backend.on("GET /api/chat/history", offline);
    await page.send(client, "Tell me");
    await page.pass(30 * MINUTE, 5_000);
    expect(count(backend, "/chat/stream?after=2")).toBe(6);
    expect(transcript(client).at(-1)).toBe("assistant interrupted: Once ");
  });

  test("is shown once when the history has it, though the same was said before", async () => {
    const said = (id: string): HistoryRow[] => [
      { role: "human", content: "More", id },
      { role: "assistant", content: "Once more", id: `reply to ${id}` },
    ];
    const backend = kitBackend();
    backend.on("GET /api/chat/history", () => historyOf(...said("q1"), ...said("q2")));
    const client = await page.start(backend);
    backend.on("POST /chat", () => events(START));
    backend.on("GET /chat/stream", () => new Response(null, { status: 204 }));
    await page.send(client, "More");
    const { id } = client.messages.value.findLast(({ role }) => role === "user") ?? { id: "" };
    // The page begins later now.
    backend.on("GET /api/chat/history", () => historyOf(...said("q2"), ...said(id)));
    await page.pass(15 * SECOND);
    const turn = ["user done: More", "assistant done: Once more"];
    expect(transcript(client)).toEqual([...turn, ...turn]);
  });

  test("lets what the visitor writes meanwhile go when there is nothing more to be said", async () => {
    const { backend, client } = await cutShort();
    backend.on("GET /api/chat/history", offline);
    let end = () => {};
    const lost =
      'data: {"type":"error","error":{"code":"interrupted","message":"Gone.","isRetryable":true}}\n\n';
    backend.on("GET /chat/stream", () => {
      const body = new ReadableStream({
        start(controller) {
          end = () => {
            controller.enqueue(new TextEncoder().encode(lost));
            controller.close();
          };
        },
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    });
    await page.send(client, "Tell me");
    await page.pass(10 * SECOND);
    expect(count(backend, "/chat/stream?after=2")).toBe(1);
    backend.on("POST /chat", backend.answer);
    await page.send(client, "Never mind");
    expect(backend.posted("/chat")).toHaveLength(1);
    end();
    await page.pass(SECOND);
    expect(transcript(client)).toEqual([
      "user done: Tell me",
      "assistant interrupted: Once ",
      "user done: Never mind",
      "assistant done: On Never mind",
    ]);
  });

  test("before its first word is looked for, and not asked for again", async () => {
    const backend = kitBackend();
    const client = await page.start(backend);
    backend.on("POST /chat", async (request) => {
      await backend.answer(request);
      return new Response(
        new ReadableStream({ start: (body) => body.error(new TypeError("network error")) }),
      );
    });
    await page.send(client, "Tell me");
    await page.pass(5 * SECOND);
    expect(transcript(client)).toEqual(["user done: Tell me", "assistant done: On Tell me"]);
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test("is left alone once the visitor has said more", async () => {
    const { backend, client } = await cutShort();
    await page.send(client, "Tell me");
    backend.on("POST /chat", backend.answer);
    await page.send(client, "Never mind");
    await page.pass(MINUTE);
    expect(count(backend, "/chat/stream?after=2")).toBe(0);
    expect(transcript(client).at(-1)).toBe("assistant done: On Never mind");
  });
});

describe("a reply in whose stream events are missing", () => {
  type Numbered = readonly [number: number, event: object];
  const stream = (...numbered: readonly Numbered[]) =>
    events(numbered.map(([number, event]) => `id: ${number}\ndata: ${JSON.stringify(event)}\n\n`).join(""));
  const said = (text: string) => ({ type: "delta", kind: "text", text });
  const START_EVENT = { type: "start", id: "r1" };
  const END = { type: "finish", reason: "stop" };
  const GAPPED: readonly Numbered[] = [
    [1, START_EVENT],
    [2, said("Once ")],
    [5, said("a time")],
    [6, END],
  ];
  const MISSING: readonly Numbered[] = [
    [3, said("up")],
    [4, said("on ")],
    [5, said("a time")],
    [6, END],
  ];
  const WHOLE = ["user done: Tell me", "assistant done: Once upon a time"];

  async function tell(backend: ReturnType<typeof kitBackend>) {
    const client = await page.start(backend);
    await page.send(client, "Tell me");
    const paths = () => backend.requests.map(({ path }) => path);
    return { client, resumed: () => paths().filter((path) => path.startsWith("/chat/stream?")) };
  }

  test("is asked for from the last word that came, at once, and shown whole", async () => {
    const backend = kitBackend();
    backend.on("POST /chat", () => stream(...GAPPED));
    backend.on("GET /chat/stream", ({ path }) =>
      path.endsWith("after=2") ? stream(...MISSING) : new Response(null, { status: 204 }),
    );
    const { client, resumed } = await tell(backend);
    expect(transcript(client)).toEqual(WHOLE);
    expect(resumed()).toEqual(["/chat/stream?after=2"]);
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test.each([
    ["what is missing cannot be told at once", () => json({}, { status: 502 })],
    ["events are missing there, too", () => stream([3, said("up")], [5, said("a time")], [6, END])],
  ])("is followed further like any that is cut when %s", async (_case, first) => {
    const backend = kitBackend();
    backend.on("POST /chat", () => stream(...GAPPED));
    let isFirst = true;
    backend.on("GET /chat/stream", ({ path }) => {
      if (!path.includes("after=")) return new Response(null, { status: 204 });
      const after = Number(path.split("after=")[1]);
      if (!isFirst) return stream(...MISSING.filter(([number]) => number > after));
      isFirst = false;
      return first();
    });
    const { client } = await tell(backend);
    expect(transcript(client).at(-1)).toContain("assistant interrupted: Once ");
    await page.pass(MINUTE);
    expect(transcript(client)).toEqual(WHOLE);
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test("is taken as it is when the backend has nothing in between: it does not count one by one", async () => {
    const numbers: readonly Numbered[] = [
      [10, START_EVENT],
      [20, said("Once ")],
      [30, said("upon ")],
      [40, said("a time")],
      [50, END],
    ];
    const backend = kitBackend();
    backend.on("POST /chat", () => stream(...numbers));
    backend.on("GET /chat/stream", ({ path }) => {
      if (!path.includes("after=")) return new Response(null, { status: 204 });
      const after = Number(path.split("after=")[1]);
      return stream(...numbers.filter(([number]) => number > after));
    });
    const { client, resumed } = await tell(backend);
    await page.pass(MINUTE);
    expect(transcript(client)).toEqual(WHOLE);
    expect(resumed()).toEqual(["/chat/stream?after=10"]);
  });

  test("says so at once when it is lost, whatever number stands at that", async () => {
    const backend = kitBackend();
    const lost = { type: "error", error: { code: "model", message: "Lost.", isRetryable: true } };
    backend.on("POST /chat", () => stream([1, START_EVENT], [2, said("Once ")], [999_999, lost]));
    const { client, resumed } = await tell(backend);
    expect(transcript(client).at(-1)).toBe("assistant error: Once ");
    expect(resumed()).toEqual([]);
  });

  test("is read as it comes from a backend that promises nothing about its numbers", async () => {
    const backend = foreignBackend();
    backend.on("POST /chat", () => stream(...GAPPED));
    const client = await page.start(backend);
    await page.send(client, "Tell me");
    expect(transcript(client).at(-1)).toBe("assistant done: Once a time");
    expect(count(backend, "/chat/stream")).toBe(0);
  });
});

describe("a reply that is cut, at a backend that can only tell it anew", () => {
  const CUT =
    'data: {"type":"start","messageId":"r1"}\n\ndata: {"type":"text-delta","id":"t","delta":"Once "}\n\n';
  const WHOLE = `${CUT}data: {"type":"text-delta","id":"t","delta":"upon a time"}\n\ndata: {"type":"finish"}\n\n`;

  test.each([
    ["by itself, in its own place", false],
    ["when the visitor asks for it", true],
  ])("is told anew %s", async (_when, isAskedFor) => {
    const backend = foreignBackend();
    backend.on("POST /api/chat", () => events(CUT));
    const client = await page.start(backend, { protocol: aiSdk({ resume: true }) });
    await page.send(client, "Tell me");
    expect(transcript(client).at(-1)).toBe("assistant interrupted: Once ");
    backend.on(`GET /api/chat/${client.conversation.value}/stream`, () => events(WHOLE));
    if (isAskedFor) client.retry("r1");
    await page.pass(isAskedFor ? SECOND : 10 * SECOND);
    expect(transcript(client)).toEqual(["user done: Tell me", "assistant done: Once upon a time"]);
    expect(backend.posted("/api/chat")).toHaveLength(1);
  });

  test("keeps what is shown of it as long as nothing is told", async () => {
    const backend = foreignBackend();
    backend.on("POST /api/chat", () => events(CUT));
    const client = await page.start(backend, { protocol: aiSdk({ resume: true }) });
    await page.send(client, "Tell me");
    backend.on(
      `GET /api/chat/${client.conversation.value}/stream`,
      () => new Response(null, { status: 204 }),
    );
    await page.pass(MINUTE);
    expect(transcript(client).at(-1)).toBe("assistant interrupted: Once ");
  });
});

describe("a reply that is cut, at a backend that keeps a history and nothing else", () => {
  const cut = () =>
    events('data: {"type":"start","id":"r1"}\n\ndata: {"type":"delta","kind":"text","text":"Once "}\n\n');
  const QUESTION: HistoryRow = { role: "human", content: "Tell me" };
  const REPLY: HistoryRow = { role: "assistant", content: "Once upon a time" };

  test("is taken from the history, in its own place, once it is there", async () => {
    const backend = foreignBackend();
    backend.on("POST /chat", cut);
    const client = await page.start(backend);
    await page.send(client, "Tell me");
    backend.on("GET /api/chat/history", () => historyOf(QUESTION));
    await page.pass(10 * SECOND);
    expect(transcript(client)).toEqual(["user done: Tell me", "assistant interrupted: Once "]);
    backend.on("GET /api/chat/history", () => historyOf(QUESTION, REPLY));
    await page.pass(MINUTE);
    expect(transcript(client)).toEqual(["user done: Tell me", "assistant done: Once upon a time"]);
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test.each([
    ["the first", []],
    ["a later", [QUESTION, REPLY]],
  ])(
    "stays with %s question where the history has neither, and only the visitor sends it again",
    async (_which, rows) => {
      const backend = foreignBackend();
      backend.on("GET /api/chat/history", () => historyOf(...rows));
      const client = await page.start(backend);
      backend.on("POST /chat", cut);
      await page.send(client, "Tell me");
      await page.pass(5 * MINUTE);
      expect(transcript(client).slice(rows.length)).toEqual([
        "user done: Tell me",
        "assistant interrupted: Once ",
      ]);
      expect(backend.posted("/chat")).toHaveLength(1);
      backend.on("POST /chat", () => plain("Hello"));
      client.retry(client.messages.value.at(-1)?.id ?? "");
      await page.pass(SECOND);
      expect(transcript(client).slice(rows.length)).toEqual(["user done: Tell me", "assistant done: Hello"]);
    },
  );

  test("is shown once when the history has it, though the same was said longer ago than a page tells", async () => {
    const said = (question: string): HistoryRow[] => [
      { role: "human", content: question },
      { role: "assistant", content: `${question}, then` },
    ];
    const backend = foreignBackend();
    backend.on("GET /api/chat/history", ({ path }) =>
      path.includes("cursor")
        ? historyOf(...said("More"))
        : json({ messages: [...said("Less"), ...said("More")], next_cursor: "1" }),
    );
    const client = await page.start(backend);
    await client.loadOlder();
    backend.on("POST /chat", cut);
    await page.send(client, "More");
    backend.on("GET /api/chat/history", () => historyOf(...said("More"), ...said("More")));
    await page.pass(MINUTE);
    const turn = ["user done: More", "assistant done: More, then"];
    expect(transcript(client)).toEqual([...turn, ...turn]);
  });

  test("is asked for no further when the visitor has said more", async () => {
    const backend = foreignBackend();
    backend.on("POST /chat", cut);
    const client = await page.start(backend);
    await page.send(client, "Tell me");
    backend.on("POST /chat", () => plain("Hello"));
    await page.send(client, "Never mind");
    await page.pass(MINUTE);
    expect(count(backend, "/api/chat/history")).toBe(1);
    expect(transcript(client).at(-1)).toBe("assistant done: Hello");
  });
});
