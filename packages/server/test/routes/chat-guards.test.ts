import { expect, test } from "vitest";
import { createPuppetReply } from "../support/puppet-reply.js";
import { createTestBackend } from "../support/test-backend.js";
import { API, createVisitor, PAGE } from "../support/visitor.js";

const BODY = '{"message":"pwn","id":"x"}';

/** A body that tells whether anybody has read it. */
function watchedBody() {
  let isRead = false;
  const body = new ReadableStream(
    {
      pull(controller) {
        isRead = true;
        controller.enqueue(new TextEncoder().encode(BODY));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return { body, isRead: () => isRead };
}

const CORS = { origin: PAGE, "content-type": "application/json", "sec-fetch-mode": "cors" };

test.each([
  [
    "a no-cors fetch",
    {
      origin: "https://evil.test",
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "no-cors",
      "content-type": "text/plain",
    },
    403,
    "origin_not_allowed",
  ],
  [
    "a form",
    {
      origin: "https://evil.test",
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "content-type": "text/plain",
    },
    403,
    "origin_not_allowed",
  ],
  [
    "a form in a sandboxed frame",
    { origin: "null", "content-type": "text/plain" },
    403,
    "origin_not_allowed",
  ],
  ["a request without an origin", { "content-type": "application/json" }, 403, "origin_missing"],
  [
    "a null origin that claims to be our own",
    { ...CORS, origin: "null", "sec-fetch-site": "same-origin" },
    403,
    "origin_not_allowed",
  ],
  [
    "a no-cors fetch of a page on the list",
    { ...CORS, "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors" },
    403,
    "fetch_metadata",
  ],
  [
    "a form of a page on the list",
    { ...CORS, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
    403,
    "fetch_metadata",
  ],
  ["an address typed by hand", { ...CORS, "sec-fetch-site": "none" }, 403, "fetch_metadata"],
  ["text", { ...CORS, "content-type": "text/plain" }, 415, "unsupported_media_type"],
  [
    "a form's encoding",
    { ...CORS, "content-type": "application/x-www-form-urlencoded" },
    415,
    "unsupported_media_type",
  ],
  ["a longer name", { ...CORS, "content-type": "application/jsonp" }, 415, "unsupported_media_type"],
  [
    "JSON in another charset",
    { ...CORS, "content-type": "application/json; charset=latin1" },
    415,
    "unsupported_media_type",
  ],
  [
    "JSON hidden in a parameter",
    { ...CORS, "content-type": "text/plain; application/json" },
    415,
    "unsupported_media_type",
  ],
  ["no type at all", { origin: PAGE }, 415, "unsupported_media_type"],
  ["a declared length over the limit", { ...CORS, "content-length": "9999999" }, 413, "body_too_large"],
])("%s is refused with nothing read and nothing done", async (_what, headers, status, code) => {
  const puppet = createPuppetReply();
  const { backend } = createTestBackend({ reply: puppet.reply });
  const victim = createVisitor(backend);
  await victim.session();
  const cookie = [...victim.cookies].map((pair) => pair.join("=")).join("; ");
  for (const path of ["/chat", "/chat/stop"]) {
    const { body, isRead } = watchedBody();
    const init = { method: "POST", headers: { ...headers, cookie }, body, duplex: "half" };
    const response = await backend.handle(new Request(API + path, init));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
    expect(isRead()).toBe(false);
  }
  expect(puppet.calls).toEqual([]);
  expect(await victim.rows()).toEqual([]);
});

test.each([
  ["a page on the list", { ...CORS, "sec-fetch-site": "same-site" }],
  ["a page on the list and on another site", { ...CORS, "sec-fetch-site": "cross-site" }],
  ["a page on the list in an older browser", { origin: PAGE, "content-type": "application/json" }],
  ["a page on the backend's own origin", { ...CORS, origin: API, "sec-fetch-site": "same-origin" }],
  [
    "a page behind a proxy that changes the address",
    { ...CORS, origin: "https://front.test", "sec-fetch-site": "same-origin" },
  ],
  ["JSON in UTF-8, said so", { ...CORS, "content-type": 'Application/JSON; charset="UTF-8"' }],
])("%s may write", async (_what, headers) => {
  const { backend } = createTestBackend();
  const response = await backend.handle(new Request(`${API}/chat`, { method: "POST", headers, body: BODY }));
  expect(await response.json()).toMatchObject({ reply: "You said: pwn" });
});

test.each([
  ["no JSON", "{", 400, "invalid_json"],
  ["nothing", "", 400, "invalid_json"],
  ["a text", '"hello"', 400, "invalid_request"],
  ["null", "null", 400, "invalid_request"],
  ["a list", "[]", 400, "invalid_request"],
  ["no message", "{}", 400, "invalid_request"],
  ["a blank message", '{"message":" \\n "}', 400, "invalid_request"],
  ["a number for a message", '{"message":1}', 400, "invalid_request"],
  ["an empty id", '{"message":"a","id":""}', 400, "invalid_request"],
  ["a number for an id", '{"message":"a","id":1}', 400, "invalid_request"],
  ["an id with a control character", '{"message":"a","id":"a\\u0000b"}', 400, "invalid_request"],
  ["an id with a space", '{"message":"a","id":"a b"}', 400, "invalid_request"],
  ["an id of 129 characters", JSON.stringify({ message: "a", id: "x".repeat(129) }), 400, "invalid_request"],
  ["an id of 10 kB", JSON.stringify({ message: "a", id: "x".repeat(10_000) }), 400, "invalid_request"],
  ["a message over the limit", JSON.stringify({ message: "x".repeat(101) }), 413, "message_too_long"],
  [
    "a body over the limit",
    JSON.stringify({ message: "a", more: "x".repeat(20_000) }),
    413,
    "body_too_large",
  ],
  ["lists a hundred thousand deep, cut by the limit", "[".repeat(100_000), 413, "body_too_large"],
])("a body with %s is refused", async (_what, body, status, code) => {
  const visitor = createVisitor(createTestBackend({ maxMessageLength: 100 }).backend);
  const response = await visitor.fetch("/chat", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ code });
});

test("bytes that are not UTF-8 are refused", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  const response = await visitor.fetch("/chat", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: new Uint8Array([0x22, 0xff, 0x22]),
  });
  expect(await response.json()).toMatchObject({ code: "invalid_json" });
});

test.each([
  ["exactly as long as allowed, in the longest escapes", "\u0001".repeat(100)],
  ["of emoji", "👋🏽".repeat(20)],
  ["with line breaks and control characters", "a\u0001b\r\nc\u2028d"],
  ["that looks like markup", "<script>alert(1)</script>"],
  ["that looks like SQL", "'); DROP TABLE messages; --"],
])("a message %s comes back as it was", async (_what, message) => {
  const visitor = createVisitor(createTestBackend({ maxMessageLength: 100 }).backend);
  await visitor.session();
  expect((await visitor.send(message)).status).toBe(200);
  expect((await visitor.rows())[0]).toEqual({ role: "human", content: message });
});

test("a NUL, which not every store can keep, becomes the mark for an unreadable character", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  await visitor.session();
  expect((await visitor.send("a\u0000b", { id: "q" })).status).toBe(200);
  expect((await visitor.send("a\u0000b", { id: "q" })).headers.get("idempotent-replayed")).toBe("true");
  expect((await visitor.rows()).map(({ content }) => content)).toEqual(["a\ufffdb", "You said: a\ufffdb"]);
});

test("fields the backend does not know, also hostile ones, change nothing", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  const response = await visitor.fetch("/chat", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"message":"Hello","__proto__":{"polluted":true},"constructor":1,"role":"assistant"}',
  });
  expect(response.status).toBe(200);
  expect({}).not.toHaveProperty("polluted");
});
