import { expect, test } from "vitest";
import { memoryStorage } from "../../src/index.js";
import { brokenWay, cases } from "../support/broken-way.js";
import { historyOf, json, kitEvents, offline } from "../support/fake-backend.js";
import { kitBackend } from "../support/kit-backend.js";
import {
  foreignBackend,
  MINUTE,
  pageUnderTest,
  SECOND,
  transcript,
  unauthorized,
} from "../support/page-under-test.js";

const page = pageUnderTest();

test.each(cases([0, 1, 2, 3, 4, 5], [1, 2, 3]))(
  "what a page left and what the next one asks arrives once at the reference backend, though after $after of its requests $count $failure",
  async (trouble) => {
    const storage = memoryStorage();
    const backend = kitBackend();
    const left = await page.start(backend, { storage });
    backend.on("POST /chat", offline);
    await page.send(left, "Anybody there?");
    left.dispose();
    backend.on("POST /chat", backend.answer);
    const client = await page.start(brokenWay(backend, trouble), { storage });
    client.send("And now?");
    await page.pass(5 * MINUTE, SECOND);
    expect(transcript(client)).toEqual([
      "user done: Anybody there?",
      "assistant done: On Anybody there?",
      "user done: And now?",
      "assistant done: On And now?",
    ]);
    expect([...backend.rows.values()].flat()).toHaveLength(4);
  },
);

test.each(cases([0, 1, 2, 3, 4], [1, 2, 3]))(
  "a reply that runs while its page is loaded anew is there whole, though after $after of its requests $count $failure",
  async (trouble) => {
    const storage = memoryStorage();
    const backend = kitBackend();
    const left = await page.start(backend, { storage });
    backend.on("POST /chat", () => new Promise(() => {}));
    const id = await page.send(left, "Tell me");
    left.dispose();
    const question = { role: "human", content: "Tell me", id } as const;
    const tell = () => {
      const reply = { role: "assistant", content: "Once upon a time", id: "reply" } as const;
      backend.on("GET /chat/stream", () => new Response(null, { status: 204 }));
      backend.on("GET /api/chat/history", () => historyOf(question, reply));
      return new Response(
        kitEvents(
          { type: "start", id: "reply" },
          { type: "delta", kind: "text", text: "Once upon a time" },
          { type: "finish", reason: "stop" },
        ),
        { headers: { "content-type": "text/event-stream" } },
      );
    };
    backend.on("GET /api/chat/history", () => historyOf(question));
    backend.on("GET /chat/stream", tell);
    // The backend knows the question under its id, and tells the reply again.
    backend.on("POST /chat", tell);
    const client = await page.start(brokenWay(backend, trouble), { storage });
    await page.pass(5 * MINUTE, SECOND);
    expect(transcript(client)).toEqual(["user done: Tell me", "assistant done: Once upon a time"]);
  },
);

// In the place of a renewal, a foreign page leaves the session as it is, and the message's second try is its last.
const outages = cases([2, 3, 4, 5, 6], [1, 2, 3]).filter(({ failure }) => !failure.includes("sign-in page"));
test.each(outages)(
  "a message that meets the end of an access token goes once that is renewed, though after $after of its page's requests $count $failure",
  async (trouble) => {
    const backend = kitBackend();
    const { fetch } = backend;
    let isOver = true;
    backend.on("POST /chat", (request) => (isOver ? unauthorized()() : backend.answer(request)));
    const renewing: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      if (request.url.endsWith("/api/auth/refresh")) isOver = false;
      return fetch(request);
    };
    const client = await page.start(brokenWay({ fetch: renewing }, trouble));
    client.send("Anybody there?");
    await page.pass(5 * MINUTE, SECOND);
    expect(transcript(client)).toEqual(["user done: Anybody there?", "assistant done: On Anybody there?"]);
  },
);

test.each([...cases([0], [1, 2]), ...cases([1], [1])])(
  "a question goes to a foreign backend once, though after $after requests of its page $count $failure",
  async (trouble) => {
    const backend = foreignBackend();
    const client = await page.start(brokenWay(backend, trouble));
    client.send("Anybody there?");
    await page.pass(5 * MINUTE, SECOND);
    expect(transcript(client)).toEqual(["user done: Anybody there?", "assistant done: Hello"]);
    expect(backend.posted("/chat")).toHaveLength(1);
  },
);

test.each(cases([2], [1]).filter(({ failure }) => failure !== "are asked for patience"))(
  "a question that a foreign backend may have is marked, and not sent again, when its own request fails: after $after, $count $failure",
  async (trouble) => {
    const backend = foreignBackend();
    const client = await page.start(brokenWay(backend, trouble));
    client.send("Anybody there?");
    await page.pass(5 * MINUTE, SECOND);
    expect(transcript(client)).toEqual(["user error: Anybody there?"]);
    expect(backend.posted("/chat")).toEqual([]);
  },
);

test("a message that has waited for an outage still waits once for a backend that asks for patience", async () => {
  const backend = kitBackend();
  const client = await page.start(backend);
  backend.on("POST /chat", () => {
    backend.on("POST /chat", () => {
      backend.on("POST /chat", backend.answer);
      return json({}, { status: 429, headers: { "retry-after": "3" } });
    });
    return json({}, { status: 502 });
  });
  client.send("Anybody there?");
  await page.pass(5 * MINUTE, SECOND);
  expect(transcript(client)).toEqual(["user done: Anybody there?", "assistant done: On Anybody there?"]);
  expect(backend.posted("/chat")).toHaveLength(3);
});

test("a page in place of every answer to a message is waited out five times, and then the visitor's to decide on", async () => {
  const backend = kitBackend();
  const client = await page.start(backend);
  backend.on(
    "POST /chat",
    () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } }),
  );
  client.send("Anybody there?");
  await page.pass(10 * MINUTE, SECOND);
  expect(transcript(client)).toEqual(["user error: Anybody there?"]);
  expect(backend.posted("/chat")).toHaveLength(6);
});
