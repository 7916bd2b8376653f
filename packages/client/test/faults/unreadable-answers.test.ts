import { describe, expect, test } from "vitest";
import { memoryStorage } from "../../src/index.js";
import { BOTH_BACKENDS } from "../support/both-backends.js";
import { historyOf, json, offline, plain } from "../support/fake-backend.js";
import { kitBackend } from "../support/kit-backend.js";
import {
  type Backend,
  count,
  everywhere,
  foreignBackend,
  healthy,
  MINUTE,
  pageUnderTest,
  sessionOf,
  transcript,
} from "../support/page-under-test.js";

const page = pageUnderTest();
const html = () =>
  new Response("<!doctype html><title>Log in</title>", { headers: { "content-type": "text/html" } });

/** What script sees of any answer that the browser withholds: the same text for all of them, another in each engine. */
const ENGINES = [
  ["Chromium", "Failed to fetch"],
  ["Firefox", "NetworkError when attempting to fetch resource."],
  ["WebKit", "Load failed"],
] as const;

const OPAQUE_FAILURES = ENGINES.flatMap(([engine, words]) =>
  BOTH_BACKENDS.map(([who, make]) => [engine, who, words, make] as const),
);

describe.each(OPAQUE_FAILURES)(
  "a request that fails without a reason in %s, to %s",
  (_engine, _who, words, make) => {
    const opaque = () => Promise.reject(new TypeError(words));

    test.each([
      [
        "a missing, other, doubled or wildcard CORS header, a refused preflight, a 401, 429 or 5xx without CORS headers",
        () => new Response(null, { status: 204 }),
        "refused",
      ],
      [
        "a refused or reset connection, an unknown host, a bad certificate, mixed content",
        opaque,
        "unreachable",
      ],
    ] as const)("for %s, ends no session and loses no message", async (_causes, probe, reach) => {
      const backend = make();
      const storage = memoryStorage();
      const client = await page.start(backend, { storage });
      everywhere(backend, opaque);
      backend.on("GET /api/health", probe);
      void client.reload();
      await page.pass(1_000);
      expect(client.session.value).toMatchObject({ status: "unavailable", reach, session: { id: "s1" } });
      await page.send(client, "Hi");
      expect(transcript(client)).toEqual(["user pending: Hi"]);
      client.dispose();

      const next = await page.start(make(), { storage });
      expect(transcript(next)).toEqual(["user done: Hi", expect.stringMatching(/^assistant done: /)]);
    });
  },
);

test("a 401 that the browser withholds, for want of CORS headers, is a refusal of this site and no end of a session", async () => {
  const backend = foreignBackend();
  const client = await page.start(backend);
  everywhere(backend, offline);
  backend.on("GET /api/health", () => new Response(null, { status: 204 }));
  await page.pass(6 * MINUTE, 5_000);
  expect(client.session.value).toMatchObject({ status: "misconfigured", session: { id: "s1" } });
  everywhere(backend, healthy);
  backend.on("GET /api/session", sessionOf("s1"));
  await page.pass(7 * MINUTE, 5_000);
  expect(client.session.value.status).toBe("active");
});

describe.each(BOTH_BACKENDS)("an answer of %s that is no session", (_who, make) => {
  test.each([
    ["an HTML login page", html],
    ["nothing", () => new Response("", { status: 200 })],
    ["null", () => json(null)],
    ["an empty object", () => json({})],
    ["204", () => new Response(null, { status: 204 })],
  ])("(%s) leaves the one that is known as it was", async (_case, answer) => {
    const backend = make();
    const client = await page.start(backend);
    await page.send(client, "Hi");
    const statuses: string[] = [];
    const stop = client.session.subscribe(({ status }) => void statuses.push(status));
    everywhere(backend, answer);
    void client.reload();
    await page.pass(200);
    stop();
    expect(statuses).toContain("unavailable");
    expect(statuses).not.toContain("expired");
    expect(client.session.value).toMatchObject({ session: { id: "s1" } });
  });
});

describe.each([404, 405, 403])("a server that answers the first request for a session with %i", (status) => {
  const refuse = () => new Response("<h1>No</h1>", { status });

  test("is an outage for the visitor, who is told, and a message waits", async () => {
    const backend = foreignBackend();
    everywhere(backend, refuse);
    const client = await page.start(backend);
    await page.send(client, "Hi");
    expect(client.session.value).toMatchObject({ status: "unavailable", failure: { status } });
    expect(transcript(client)).toEqual(["user pending: Hi"]);
  });

  test("is another server than the chat's only for a while: the chat asks again", async () => {
    const backend = foreignBackend();
    backend.on("GET /api/session", refuse);
    const client = await page.start(backend);
    await page.send(client, "Hi");
    backend.on("GET /api/session", sessionOf("s1"));
    await page.pass(30_000);
    expect(client.session.value.status).toBe("active");
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: Hello"]);
  });
});

describe("a hostile history", () => {
  test.each<[string, () => Response, string[]]>([
    [
      "with names that mean something to JavaScript",
      () =>
        new Response(
          '{"messages":[{"role":"human","content":"Hi","__proto__":{"polluted":1}}],"__proto__":{"polluted":1}}',
        ),
      ["user done: Hi"],
    ],
    ["of 50 MB", () => new Response(`{"messages":[],"filler":"${"x".repeat(50_000_000)}"}`), []],
    ["nested a million deep", () => new Response(`${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`), []],
  ])("%s changes no prototype, hangs nothing and ends no session", async (_case, answer, shown) => {
    const backend = foreignBackend();
    backend.on("GET /api/chat/history", answer);
    const client = await page.start(backend);
    expect(transcript(client)).toEqual(shown);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(client.session.value).toMatchObject({ session: { id: "s1" } });
  });
});

describe("an answer that breaks off in the middle of its JSON", () => {
  const broken = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"reply":"Hel'));
          controller.error(new TypeError("network error"));
        },
      }),
      { headers: { "content-type": "application/json" } },
    );

  test("to a session request is tried again", async () => {
    const backend = foreignBackend();
    backend.on("GET /api/session", broken);
    const client = page.connect(backend);
    void client.start();
    await page.pass(200);
    expect(client.session.value.status).not.toBe("expired");
    backend.on("GET /api/session", sessionOf("s1"));
    await page.pass(30_000);
    expect(client.session.value.status).toBe("active");
  });

  test("to a message goes again under the same id where the backend de-duplicates", async () => {
    const backend = kitBackend();
    const client = await page.start(backend);
    backend.on("POST /chat", broken);
    const id = await page.send(client, "Hi");
    backend.on("POST /chat", backend.answer);
    await page.pass(30_000);
    const [trouble] = client.messages.value.filter(
      ({ status }) => status === "error" || status === "interrupted",
    );
    if (trouble !== undefined) await client.retry(trouble.id);
    await page.pass(30_000);
    expect(transcript(client)).toEqual(["user done: Hi", "assistant done: On Hi"]);
    expect(new Set(backend.posted("/chat").map((body) => (body as { id: string }).id))).toEqual(
      new Set([id]),
    );
  });

  test("to a message is not sent again by itself where the backend does not", async () => {
    const backend = foreignBackend();
    backend.on("POST /chat", broken);
    const client = await page.start(backend);
    await page.send(client, "Hi");
    await page.pass(5 * MINUTE, 5_000);
    expect(backend.posted("/chat")).toHaveLength(1);
  });
});

describe("a captive portal that answers everything, while the browser says it is online", () => {
  const PORTALS: readonly (readonly [string, Parameters<Backend["on"]>[1]])[] = [
    ["with its own page", html],
    [
      "with a redirect that the browser does not follow",
      () => new Response(null, { status: 302, headers: { location: "https://portal.test/" } }),
    ],
    ["with plain words", () => plain("Please log in")],
  ];
  test.each(PORTALS)("(%s) ends no session and takes no message", async (_how, answer) => {
    const backend = foreignBackend();
    const client = await page.start(backend);
    everywhere(backend, answer);
    backend.on("POST /chat", html);
    page.life.happens("online");
    await page.pass(2 * MINUTE, 5_000);
    expect(client.session.value.status).not.toBe("expired");
    await page.send(client, "Hi");
    expect(transcript(client).some((line) => line.startsWith("user done"))).toBe(false);

    const { fetch } = foreignBackend();
    everywhere(backend, (request) =>
      fetch(`https://api.shop.test${request.path}`, { method: request.method }),
    );
    backend.on("GET /api/chat/history", () => historyOf());
    await page.pass(4 * MINUTE, 5_000);
    expect(client.session.value).toMatchObject({ status: "active", session: { id: "s1" } });
  });
});

test("nothing of all this asks more often than a patient person would", async () => {
  const backend = foreignBackend();
  everywhere(backend, html);
  await page.start(backend);
  await page.pass(10 * MINUTE, 5_000);
  const early = count(backend, "/api/session");
  await page.pass(10 * MINUTE, 5_000);
  expect(early).toBeLessThan(20);
  expect(count(backend, "/api/session") - early).toBeLessThanOrEqual(10);
});
