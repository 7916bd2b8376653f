import { describe, expect, test } from "vitest";
import { memoryStorage } from "../../src/index.js";
import { BOTH_BACKENDS } from "../support/both-backends.js";
import { historyOf, json, offline, plain } from "../support/fake-backend.js";
import { kitBackend } from "../support/kit-backend.js";
import { foreignBackend, MINUTE, pageUnderTest, SECOND, transcript } from "../support/page-under-test.js";

const page = pageUnderTest();
/** No answer, until the request is given up. */
const never = (_request: unknown, signal: AbortSignal) =>
  new Promise<Response>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
const ids = (backend: { posted(path: string): unknown[] }) =>
  backend.posted("/chat").map((body) => (body as { id?: string }).id);

test("a message that was stored before its answer timed out goes again under its id, and is there once", async () => {
  const backend = kitBackend();
  const client = await page.start(backend);
  backend.on("POST /chat", (request, signal) => {
    backend.answer(request);
    return never(request, signal);
  });
  const id = client.send("Hi");
  await page.pass(31 * SECOND);
  backend.on("POST /chat", backend.answer);
  await page.pass(30 * SECOND);
  expect(ids(backend)).toEqual([id, id]);
  expect(transcript(client)).toEqual(["user done: Hi", "assistant done: On Hi"]);
  expect([...backend.rows.values()].flat()).toHaveLength(2);
});

test.each([
  ["the reference backend", true],
  ["a foreign backend", false],
])(
  "a message whose answer was lost is settled by the history of %s, and not sent again",
  async (_who, isKit) => {
    const backend = isKit ? kitBackend() : foreignBackend();
    const client = await page.start(backend);
    backend.on("POST /chat", offline);
    const id = await page.send(client, "Hi");
    backend.on("GET /api/chat/history", () =>
      historyOf(
        { role: "human", content: "Hi", ...(isKit && { id }) },
        { role: "assistant", content: "Hello" },
      ),
    );
    await client.reload();
    await page.pass(SECOND);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
    expect(backend.posted("/chat")).toHaveLength(1);
  },
);

test.each(BOTH_BACKENDS)(
  "of two messages in a row to %s of which the first fails, the second waits, and their order is kept",
  async (_who, make) => {
    const backend = make();
    const client = await page.start(backend);
    backend.on("POST /chat", () => json({}, { status: 400 }));
    const first = client.send("one") ?? "";
    client.send("two");
    await page.pass(SECOND);
    expect(transcript(client)).toEqual(["user error: one", "user pending: two"]);
    backend.on("POST /chat", () => plain("Hello"));
    void client.retry(first);
    await page.pass(SECOND);
    expect(backend.posted("/chat").map((body) => (body as { message: string }).message)).toEqual([
      "one",
      "one",
      "two",
    ]);
    expect(transcript(client).filter((line) => line.startsWith("user"))).toEqual([
      "user done: one",
      "user done: two",
    ]);
  },
);

describe("a 409: the backend is at this message already", () => {
  const conflict = () => json({ detail: "in progress" }, { status: 409 });

  test("is looked for in the history, where it is found, and is not sent again", async () => {
    const backend = kitBackend();
    const client = await page.start(backend);
    backend.on("POST /chat", (request) => {
      backend.answer(request);
      return conflict();
    });
    await page.send(client, "Hi");
    expect(transcript(client).at(0)).toBe("user pending: Hi");
    await page.pass(5 * SECOND);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: On Hi"]);
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test("goes again under the same id when the history does not show it", async () => {
    const backend = kitBackend();
    const client = await page.start(backend);
    backend.on("POST /chat", conflict);
    const id = await page.send(client, "Hi");
    backend.on("POST /chat", backend.answer);
    await page.pass(5 * SECOND);
    expect(ids(backend)).toEqual([id, id]);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: On Hi"]);
  });

  test("that never ends is the visitor's to decide on", async () => {
    const backend = kitBackend();
    const client = await page.start(backend);
    backend.on("POST /chat", conflict);
    await page.send(client, "Hi");
    await page.pass(2 * MINUTE, 1_000);
    expect(transcript(client)).toEqual(["user error: Hi"]);
    expect(backend.posted("/chat")).toHaveLength(6);
  });

  test("of a backend that does not de-duplicate is a refusal like any other", async () => {
    const backend = foreignBackend();
    const client = await page.start(backend);
    backend.on("POST /chat", conflict);
    await page.send(client, "Hi");
    await page.pass(MINUTE, 5_000);
    expect(transcript(client)).toEqual(["user error: Hi"]);
    expect(backend.posted("/chat")).toHaveLength(1);
  });
});

test.each(BOTH_BACKENDS)(
  "a 422 of %s, such as for another text under a known id, is shown and never tried again by itself",
  async (_who, make) => {
    const backend = make();
    const client = await page.start(backend);
    backend.on("POST /chat", () => json({ code: "id_reused" }, { status: 422 }));
    await page.send(client, "Hi");
    await page.pass(10 * MINUTE, 5_000);
    expect(backend.posted("/chat")).toHaveLength(1);
    expect(client.messages.value).toMatchObject([
      { status: "error", error: { code: "invalid", isRetryable: false } },
    ]);
  },
);

describe("a page that is reloaded while a message is on its way", () => {
  async function reloaded(backend: ReturnType<typeof kitBackend> | ReturnType<typeof foreignBackend>) {
    const storage = memoryStorage();
    const client = await page.start(backend, { storage });
    backend.on("POST /chat", never);
    const id = await page.send(client, "Hi");
    client.dispose();
    return { storage, id };
  }

  test("sends it again under its id to a backend that de-duplicates", async () => {
    const backend = kitBackend();
    const { storage, id } = await reloaded(backend);
    backend.on("POST /chat", backend.answer);
    const client = await page.start(backend, { storage });
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: On Hi"]);
    expect(ids(backend)).toEqual([id, id]);
  });

  test("sends it again though the backend comes back only between its first two requests", async () => {
    const backend = kitBackend();
    const { storage, id } = await reloaded(backend);
    backend.on("POST /chat", backend.answer);
    backend.missNext("GET /api/session");
    const client = await page.start(backend, { storage });
    await page.pass(MINUTE);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: On Hi"]);
    expect(ids(backend)).toEqual([id, id]);
  });

  test("shows it as unconfirmed at any other, and asks the visitor", async () => {
    const backend = foreignBackend();
    const { storage } = await reloaded(backend);
    backend.on("POST /chat", () => plain("Hello"));
    const client = await page.start(backend, { storage });
    await page.pass(5 * MINUTE, 5_000);
    expect(transcript(client)).toEqual(["user error: Hi"]);
    expect(backend.posted("/chat")).toHaveLength(1);
  });

  test("shows it as unconfirmed there when the backend comes back only between the first two requests, too", async () => {
    const backend = foreignBackend();
    const { storage } = await reloaded(backend);
    backend.on("POST /chat", () => plain("Hello"));
    backend.missNext("GET /api/session");
    const client = await page.start(backend, { storage });
    await page.pass(5 * MINUTE, 5_000);
    expect(transcript(client)).toEqual(["user error: Hi"]);
    expect(backend.posted("/chat")).toHaveLength(1);
  });
});

describe("the header Idempotency-Key", () => {
  const keys = (backend: ReturnType<typeof foreignBackend>) =>
    backend.requests.map(({ headers }) => headers.get("idempotency-key"));

  test("does not go to another origin unasked", async () => {
    const backend = foreignBackend();
    await page.send(await page.start(backend), "Hi");
    expect(keys(backend)).toEqual([null, null, null]);
  });

  test("goes there with the message's id when the site says so", async () => {
    const backend = foreignBackend();
    const client = await page.start(backend, { protocol: { use: "rest", idempotencyKey: true } });
    const id = await page.send(client, "Hi");
    expect(keys(backend)).toEqual([null, null, `"${id}"`]);
  });
});

describe("a message that waited for more than a day", () => {
  const DAY = 24 * 60 * MINUTE;

  test("is shown as failed, does not go by itself, and goes when the visitor says so", async () => {
    const backend = kitBackend();
    const storage = memoryStorage();
    const offlinePage = page.connect(
      { fetch: () => Promise.reject(new TypeError("Failed to fetch")) },
      { storage },
    );
    const id = await page.send(offlinePage, "From yesterday");
    offlinePage.dispose();
    page.clock.advance(DAY);
    const client = await page.start(backend, { storage });
    expect(transcript(client)).toEqual(["user error: From yesterday"]);
    expect(backend.posted("/chat")).toEqual([]);
    void client.retry(id);
    await page.pass(SECOND);
    expect(transcript(client)).toEqual(["user done: From yesterday", "assistant done: On From yesterday"]);
  });

  test("but did arrive is no failure", async () => {
    const backend = kitBackend();
    const storage = memoryStorage();
    const client = await page.start(backend, { storage });
    backend.on("POST /chat", (request, signal) => {
      backend.answer(request);
      return never(request, signal);
    });
    await page.send(client, "From yesterday");
    client.dispose();
    page.clock.advance(DAY);
    expect(transcript(await page.start(backend, { storage }))).toEqual([
      "user done: From yesterday",
      "assistant done: On From yesterday",
    ]);
  });
});
