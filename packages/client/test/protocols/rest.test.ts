import { describe, expect, test } from "vitest";
import type { Protocol, SessionInfo } from "../../src/protocol/index.js";
import { type RestOptions, rest } from "../../src/protocols/rest.js";
import { collect } from "../support/answer.js";
import { contextOver, turnOf } from "../support/rest.js";

const KIT: SessionInfo = { id: "s1", isAnonymous: true, capabilities: ["stop", "resume", "dedupe"] };
const FOREIGN: SessionInfo = { id: "s1", isAnonymous: false };
const signal = new AbortController().signal;

/** What one method asks of the backend. */
async function requestOf(
  ask: (protocol: Protocol, context: ReturnType<typeof contextOver>) => Promise<unknown>,
  options: RestOptions = {},
  session: SessionInfo | null = FOREIGN,
) {
  const seen: object[] = [];
  const context = contextOver(async (request) => {
    const text = await request.text();
    seen.push({
      asked: `${request.method} ${request.url.replace("https://api.example.com", "")}`,
      headers: Object.fromEntries(request.headers),
      body: text === "" ? undefined : JSON.parse(text),
    });
    return Response.json({ reply: "hi", messages: [], compatible: true, session_id: "s1" });
  }, session);
  await ask(rest(options), context);
  return seen.at(0);
}

const send = (protocol: Protocol, context: ReturnType<typeof contextOver>) =>
  collect(protocol.send(context, turnOf("hi")));
const POSTED = {
  accept: "text/event-stream, application/x-ndjson, application/json, text/plain",
  "content-type": "application/json",
};
const READ = { accept: "application/json" };

describe("a foreign backend sees the documented requests and nothing more:", () => {
  test("a message", async () => {
    expect(await requestOf(send)).toEqual({ asked: "POST /chat", headers: POSTED, body: { message: "hi" } });
  });

  test("the session", async () => {
    const request = await requestOf(async (protocol, context) => protocol.session?.(context, signal));
    expect(request).toEqual({ asked: "GET /api/session", headers: READ, body: undefined });
  });

  test("the newest page of history", async () => {
    const request = await requestOf(async (protocol, context) =>
      protocol.history?.(context, { limit: 50, signal }),
    );
    expect(request).toEqual({ asked: "GET /api/chat/history", headers: READ, body: undefined });
  });

  test("the health of the session", async () => {
    const request = await requestOf(async (protocol, context) => protocol.tokenHealth?.(context, signal));
    expect(request).toEqual({ asked: "GET /api/auth/token-health", headers: READ, body: undefined });
  });
});

test("no request accepts anything at all, which makes some backends answer in binary", () => {
  expect(`${POSTED.accept} ${READ.accept}`).not.toContain("*");
});

test("a backend that gave a cursor is asked for the page behind it", async () => {
  const ask = async (protocol: Protocol, context: ReturnType<typeof contextOver>) =>
    protocol.history?.(context, { cursor: "a b&c", limit: 50, signal });
  expect(await requestOf(ask)).toMatchObject({ asked: "GET /api/chat/history?cursor=a+b%26c&limit=50" });
  expect(await requestOf(ask, { paths: { history: "/log?bot=1" } })).toMatchObject({
    asked: "GET /log?bot=1&cursor=a+b%26c&limit=50",
  });
});

describe("the reference backend", () => {
  test("sees the message's id, to drop what comes twice", async () => {
    expect(await requestOf(send, {}, KIT)).toMatchObject({ body: { message: "hi", id: "m1" } });
  });

  test("is told what to stop", async () => {
    const request = await requestOf(
      async (protocol, context) => protocol.stop?.(context, { id: "m1", signal }),
      {},
      KIT,
    );
    expect(request).toMatchObject({ asked: "POST /chat/stop", body: { id: "m1" } });
  });

  test.each([
    ["from its start", undefined, "GET /chat/stream"],
    ["from where it broke off", "7", "GET /chat/stream?after=7"],
  ])("is asked for a running reply %s", async (_what, token, asked) => {
    const request = await requestOf(
      async (protocol, context) =>
        collect(protocol.resume?.(context, { signal, ...(token !== undefined && { token }) }) ?? []),
      {},
      KIT,
    );
    expect(request).toMatchObject({ asked, headers: { accept: "text/event-stream" }, body: undefined });
  });
});

describe("a site names", () => {
  test.each([
    ["another path", { paths: { send: "/ask" } }, "POST /ask", { message: "hi" }],
    ["another field", { fields: { message: "prompt" } }, "POST /chat", { prompt: "hi" }],
    [
      "a field within another",
      { fields: { message: "/input/text" } },
      "POST /chat",
      { input: { text: "hi" } },
    ],
    [
      "a field for the id",
      { fields: { id: "message_id" } },
      "POST /chat",
      { message: "hi", message_id: "m1" },
    ],
    ["a backend that drops doubles", { dedupe: true }, "POST /chat", { message: "hi", id: "m1" }],
  ])("%s", async (_what, options, asked, body) => {
    expect(await requestOf(send, options)).toMatchObject({ asked, body });
  });

  test("a backend that keeps doubles, whatever it announces", async () => {
    expect(await requestOf(send, { dedupe: false }, KIT)).toMatchObject({ body: { message: "hi" } });
  });

  test("an endpoint that is not there, and it is never asked", () => {
    const protocol = rest({ paths: { session: null, history: null, tokenHealth: null } });
    expect(protocol.session).toBeUndefined();
    expect(protocol.history).toBeUndefined();
    expect(protocol.tokenHealth).toBeUndefined();
  });
});

test.each([
  ["stop", "the reference backend", KIT, {}, true],
  ["resume", "the reference backend", KIT, {}, true],
  ["dedupe", "the reference backend", KIT, {}, true],
  ["stop", "a foreign backend", FOREIGN, {}, false],
  ["resume", "a foreign backend", FOREIGN, {}, false],
  ["dedupe", "a foreign backend", FOREIGN, {}, false],
  ["stop", "nobody known yet", null, {}, false],
  ["stop", "a foreign backend with a path", FOREIGN, { paths: { stop: "/stop" } }, true],
  ["stop", "the reference backend without a path", KIT, { paths: { stop: null } }, false],
  ["upload", "a backend that announces it", { ...KIT, capabilities: ["upload"] }, {}, true],
  ["upload", "the reference backend that does not", KIT, {}, false],
  ["upload", "a foreign backend with a path", FOREIGN, { paths: { upload: "/files" } }, true],
  ["feedback", "a foreign backend with a path", FOREIGN, { paths: { feedback: "/thumbs" } }, true],
  ["edit", "a backend that announces it", { ...KIT, capabilities: ["edit"] }, {}, true],
  ["edit", "a foreign backend", FOREIGN, {}, false],
  ["edit", "a foreign backend with a field for it", FOREIGN, { fields: { replaces: "instead_of" } }, true],
  ["conversations", "a foreign backend", FOREIGN, {}, false],
] as const)("%s of %s", (capability, _who, session, options: RestOptions, expected) => {
  expect(rest(options).supports?.(capability, session)).toBe(expected);
});

describe("a session", () => {
  const sessionFrom = (respond: () => Response) => rest().session?.(contextOver(respond), signal);

  test.each([
    ["of the founding protocol", { session_id: "s1", is_anonymous: false }, { id: "s1", isAnonymous: false }],
    ["that is anonymous", { session_id: "s1", is_anonymous: true }, { id: "s1", isAnonymous: true }],
    ["with a number as id", { session_id: 7 }, { id: "7", isAnonymous: false }],
    ["with an id without end", { session_id: "x".repeat(999) }, { id: "x".repeat(256), isAnonymous: false }],
    [
      "of the reference backend",
      { v: 1, session_id: "s1", is_anonymous: true, refresh_in: 60, capabilities: ["stop", 7, "resume"] },
      { id: "s1", isAnonymous: true, refreshIn: 60_000, capabilities: ["stop", "resume"] },
    ],
    [
      "of a backend that lists abilities of its own",
      { session_id: "s1", capabilities: ["stop"] },
      { id: "s1", isAnonymous: false },
    ],
    [
      "of another version",
      { v: 2, session_id: "s1", capabilities: ["stop"] },
      { id: "s1", isAnonymous: false },
    ],
  ])("%s is read", async (_what, body, session) => {
    expect(await sessionFrom(() => Response.json(body))).toEqual(session);
  });

  test.each([[401], [419]])("that does not exist (%i) is null, not an error", async (status) => {
    expect(await sessionFrom(() => Response.json({ detail: "Who?" }, { status }))).toBeNull();
  });

  test.each([
    ["{}", () => Response.json({})],
    ["null", () => Response.json(null)],
    ["an empty body", () => new Response("")],
    ["204", () => new Response(null, { status: 204 })],
    ["a list", () => Response.json([])],
    ["no id", () => Response.json({ session_id: null })],
    ["an HTML page", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
    ["cut JSON", () => new Response('{"session_id":"s')],
  ])("answered with %s is an error of the protocol, and no end of a session", async (_what, respond) => {
    await expect(sessionFrom(respond)).rejects.toMatchObject({ code: "protocol" });
  });

  test.each([
    [403, "blocked"],
    [429, "rate"],
    [503, "server"],
  ])("refused with %i is an error, and no end of a session", async (status, code) => {
    await expect(sessionFrom(() => new Response("", { status }))).rejects.toMatchObject({ code });
  });

  test("asked of a node that does not know the key yet is an error, and no end of a session", async () => {
    const respond = () => Response.json({ code: "unknown_key", detail: "…" }, { status: 401 });
    await expect(sessionFrom(respond)).rejects.toMatchObject({ code: "auth", reason: "unknown_key" });
  });
});

describe("the session's health", () => {
  const healthFrom = (body: unknown) =>
    rest().tokenHealth?.(
      contextOver(() => Response.json(body)),
      signal,
    );

  test.each([
    [
      { compatible: true, authenticated: true, token_version: 2 },
      { isCompatible: true, isAuthenticated: true },
    ],
    [
      { compatible: false, authenticated: false },
      { isCompatible: false, isAuthenticated: false },
    ],
    [{ compatible: true }, { isCompatible: true, isAuthenticated: false }],
  ])("%j is read", async (body, health) => {
    expect(await healthFrom(body)).toEqual(health);
  });

  test.each([[{}], [null], [{ compatible: "yes" }], [[]]])("%j is an error of the protocol", async (body) => {
    await expect(healthFrom(body)).rejects.toMatchObject({ code: "protocol" });
  });
});

describe("a running reply that is followed further", () => {
  const resumed = (response: Response) =>
    collect(
      rest().resume?.(
        contextOver(() => response, KIT),
        { token: "7", signal },
      ) ?? [],
    );
  const stream = (text: string) => new Response(text, { headers: { "content-type": "text/event-stream" } });

  test("is nothing when nothing runs", async () => {
    expect(await resumed(new Response(null, { status: 204 }))).toEqual([]);
  });

  test("may have only its end left", async () => {
    const text = 'id: 8\ndata: {"type":"finish","reason":"stop"}\n\n';
    expect(await resumed(stream(text))).toEqual([{ type: "finish", reason: "stop" }]);
  });

  test.each([
    ["before anything came", ": ping\n\n"],
    ["after some of it", 'id: 8\ndata: {"type":"delta","kind":"text","text":"hi"}\n\n'],
  ])("is known to be cut %s", async (_when, text) => {
    expect((await resumed(stream(text))).at(-1)).toMatchObject({
      type: "error",
      error: { code: "interrupted" },
    });
  });
});
