import { createServer } from "node:http";
import { afterEach, expect, test } from "vitest";
import { type NodeServer, serveNode, toNodeListener } from "../../src/adapters/node.js";
import { toUpgradeListener } from "../../src/adapters/web-socket.js";
import type { ChatBackendOptions } from "../../src/index.js";
import { createPuppetReply } from "../support/puppet-reply.js";
import { openSocket } from "../support/socket-client.js";
import { createTestBackend } from "../support/test-backend.js";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function setUp(options: Partial<ChatBackendOptions> = {}) {
  const puppet = createPuppetReply();
  const test = createTestBackend({ reply: puppet.reply, origins: ["https://shop.test"], ...options });
  const server = await serveNode(test.backend, { port: 0, closeTimeout: 50 });
  closers.push(
    () => server.close(),
    () => test.backend.close(),
  );
  const cookie = await cookieOf(server);
  const open = (headers: Readonly<Record<string, string>> = {}, path = "/ws/chat/any") =>
    openSocket(server.url + path, { origin: server.url, cookie, ...headers });
  return { ...test, puppet, server, cookie, open };
}

async function cookieOf({ url }: NodeServer): Promise<string> {
  const response = await fetch(`${url}/api/session`, { headers: { origin: url } });
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

const history = async ({ url }: NodeServer, cookie: string) =>
  (await (await fetch(`${url}/api/chat/history`, { headers: { cookie } })).json()) as {
    messages: readonly { content: string; status?: string }[];
  };

test("a message is confirmed, answered as it is written, and stored", async () => {
  const { puppet, server, cookie, open } = await setUp();
  const socket = await open();
  socket.send({ type: "message", id: "q", text: "Hello" });
  expect(await socket.next()).toEqual({ type: "ack", id: "q", seq: 1 });
  expect(await socket.next()).toEqual({ type: "typing" });
  const call = await puppet.called("Hello");
  call.say("One ");
  const first = await socket.next();
  expect(first).toMatchObject({ type: "delta", text: "One " });
  call.say("two", { type: "source", id: "s", url: "/" });
  call.end();
  const rest = await socket.until("message");
  expect(rest.at(-1)).toMatchObject({
    id: first.id,
    role: "assistant",
    content: "One two",
    parts: [{ type: "source", id: "s", url: "/" }],
  });
  const places = [first, ...rest].map(({ seq }) => Number(seq));
  expect(places).toEqual([...new Set(places)].sort((one, other) => one - other));
  expect((await history(server, cookie)).messages.map(({ content }) => content)).toEqual([
    "Hello",
    "One two",
  ]);
});

test("a reply is stopped by the id of the message, and what it had is kept", async () => {
  const { puppet, open } = await setUp();
  const socket = await open();
  socket.send({ type: "message", id: "q", text: "Hello" });
  (await puppet.called("Hello")).say("Half");
  await socket.until("delta");
  socket.send({ type: "stop", id: "q" });
  expect((await socket.until("message")).at(-1)).toMatchObject({ content: "Half", status: "stopped" });
});

test("a connection that was lost is replaced, and the reply goes on after the last frame that came", async () => {
  const { puppet, open } = await setUp();
  const first = await open();
  first.send({ type: "message", id: "q", text: "Hello" });
  const call = await puppet.called("Hello");
  call.say("One ");
  const seq = (await first.until("delta")).at(-1)?.seq;
  first.leave();
  const second = await open();
  second.send({ type: "resume", after: seq });
  expect(await second.next()).toEqual({ type: "typing" });
  call.say("two");
  expect(await second.next()).toMatchObject({ type: "delta", text: "two" });
  call.end();
  const last = await second.next();
  expect(last).toMatchObject({ type: "message", content: "One two" });
  const third = await open();
  third.send({ type: "resume", after: seq });
  expect((await third.until("message")).map(({ type }) => type)).toEqual(["typing", "delta", "message"]);
  third.send({ type: "resume", after: last.seq });
  expect(await third.next()).toMatchObject({ type: "error", code: "interrupted" });
});

test("the same message again is one message, and its reply is told again", async () => {
  const { puppet, server, cookie, open } = await setUp();
  const socket = await open();
  for (const _ of [1, 2]) socket.send({ type: "message", id: "q", text: "Hello" });
  const call = await puppet.called("Hello");
  call.say("Hi");
  call.end();
  await socket.until("message");
  await socket.until("message");
  socket.send({ type: "message", id: "q", text: "Hello" });
  expect((await socket.until("message")).at(-1)).toMatchObject({ content: "Hi" });
  expect(puppet.calls).toHaveLength(1);
  expect((await history(server, cookie)).messages).toHaveLength(2);
});

test.each([
  ["no JSON", "hello"],
  ["a list", []],
  ["an unknown type", { type: "shout" }],
  ["a stop without an id", { type: "stop" }],
  ["a resume without a place", { type: "resume", after: "1" }],
  ["a blank message", { type: "message", id: "q", text: " " }],
  ["a message with an id that is none", { type: "message", id: "a b", text: "Hello" }],
  ["a message that is too long", { type: "message", id: "q", text: "x".repeat(8_001) }],
])("%s is answered with an error, and the connection stays", async (_what, frame) => {
  const { open } = await setUp();
  const socket = await open();
  socket.send(frame);
  expect(await socket.next()).toMatchObject({ type: "error" });
  socket.send({ type: "message", id: "q", text: "Hello" });
  expect(await socket.next()).toMatchObject({ type: "ack" });
});

test.each([
  ["another site's page", { origin: "https://evil.test" }, 403],
  ["a sandboxed frame", { origin: "null" }, 403],
  ["no page at all", { origin: undefined }, 403],
])("the upgrade is refused for %s", async (_what, headers, status) => {
  const { server, cookie } = await setUp();
  const { origin } = headers;
  const sent = { cookie, ...(origin !== undefined && { origin }) };
  await expect(openSocket(`${server.url}/ws/chat/any`, sent)).rejects.toThrow(String(status));
});

test("there is no WebSocket at another path", async () => {
  const { open } = await setUp();
  await expect(open({}, "/ws/other")).rejects.toThrow("404");
  await expect(open({}, "/ws/chat/a/b")).rejects.toThrow("404");
});

test("a listed page over whose connection no cookie can work is told not to come back", async () => {
  const { open } = await setUp();
  const socket = await open({ origin: "https://shop.test" });
  expect(await socket.closed).toEqual({ code: 4403, reason: "host_mix" });
});

test.each([
  ["no cookie", () => "", 4401, "session_missing"],
  ["a cookie that is damaged", () => "ci_dev=nonsense", 4401, "malformed"],
])(
  "with %s the connection is opened and closed with a code the page can see",
  async (_what, cookie, code, reason) => {
    const { open } = await setUp();
    expect(await (await open({ cookie: cookie() })).closed).toEqual({ code, reason });
  },
);

test.each([
  ["writes", { type: "message", id: "q", text: "Hello" }],
  ["stops", { type: "stop", id: "q" }],
  ["reads", { type: "resume", after: 0 }],
])("a visitor who has signed out %s no more over an open connection", async (_what, frame) => {
  const { server, cookie, open } = await setUp();
  const socket = await open();
  const headers = { origin: server.url, cookie, "content-type": "application/json" };
  await fetch(`${server.url}/api/auth/sign-out`, { method: "POST", headers, body: "{}" });
  socket.send(frame);
  expect(await socket.closed).toEqual({ code: 4401, reason: "revoked" });
});

test.each([
  ["messages", { session: 2 }, { type: "message", id: "q", text: "Hello" }, "30"],
  ["stops", { session: 2 }, { type: "stop", id: "q" }, "30"],
  ["frames of no known kind", { session: 2 }, { type: "shout" }, "30"],
  // The session and the upgrade are reads as well.
  ["resumes", { reads: 3 }, { type: "resume", after: 0 }, "20"],
])(
  "%s over the limit end the connection with the seconds to wait",
  async (_what, rateLimits, frame, wait) => {
    const { open } = await setUp({ rateLimits, reply: () => "Hi" });
    const socket = await open();
    for (const _ of [1, 2, 3]) socket.send(frame);
    expect(await socket.closed).toEqual({ code: 4429, reason: wait });
  },
);

test("frames that come faster than they are handled end the connection", async () => {
  const { backend, cookie } = await setUp();
  const headers = { origin: "http://localhost", cookie };
  const answer = await backend.connect(new Request("http://localhost/ws/chat/any", { headers }));
  if (answer.status === "refused") throw new Error("The connection was refused.");
  const closes: unknown[] = [];
  const handler = answer.open({ send() {}, close: (...close) => closes.push(close) });
  for (let count = 0; count < 33; count += 1) handler.receive("{}");
  handler.gone();
  expect(closes).toEqual([[4429, "5"]]);
});

test("an instance that goes tells its connections to go on elsewhere", async () => {
  const { backend, puppet, open } = await setUp();
  const socket = await open();
  socket.send({ type: "message", id: "q", text: "Hello" });
  const call = await puppet.called("Hello");
  const drained = backend.drain();
  expect(await socket.closed).toEqual({ code: 4503, reason: "closing" });
  expect(await (await open()).closed).toMatchObject({ code: 4503 });
  call.end();
  await drained;
});

test("a silent connection is asked whether it is there, and closed when it says nothing", async () => {
  const { clock, open } = await setUp();
  const [alive, silent] = [await open(), await open()];
  clock.advance(25_000);
  expect(await alive.next()).toEqual({ type: "ping" });
  alive.send({ type: "pong" });
  alive.send({ type: "stop" });
  await alive.until("error");
  clock.advance(25_000);
  expect(await silent.closed).toMatchObject({ code: 4503, reason: "silent" });
  expect(await alive.next()).toEqual({ type: "ping" });
});

test("a binary frame ends the connection", async () => {
  const { open } = await setUp();
  const socket = await open();
  socket.sendBytes(new Uint8Array([1, 2, 3]));
  expect(await socket.closed).toMatchObject({ code: 1003 });
});

test("a server of one's own serves WebSockets under a path, beside others", async () => {
  const { backend } = createTestBackend({ reply: () => "Hi" });
  const server = createServer(toNodeListener(backend));
  server.on("upgrade", toUpgradeListener(backend, { base: "/chat-api" }));
  server.on("upgrade", ({ url }, socket) => {
    if (url === "/other") socket.end("HTTP/1.1 418 Other\r\nContent-Length: 0\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const address = server.address();
  const url = `http://localhost:${typeof address === "object" ? address?.port : ""}`;
  await expect(openSocket(`${url}/other`, { origin: url })).rejects.toThrow("418");
  const socket = await openSocket(`${url}/chat-api/ws/chat/any`, { origin: url });
  expect(await socket.closed).toMatchObject({ code: 4401 });
});
