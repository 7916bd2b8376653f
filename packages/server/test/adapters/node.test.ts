import { createServer, request as httpRequest } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, expect, test } from "vitest";
import {
  type NodeServer,
  type ServeNodeOptions,
  serveNode,
  toNodeListener,
} from "../../src/adapters/node.js";
import type { ChatBackend, Reply } from "../../src/index.js";
import { readEvents, textOfEvents } from "../support/events.js";
import { createPuppetReply } from "../support/puppet-reply.js";
import { createTestBackend } from "../support/test-backend.js";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function serve(backend: ChatBackend, options: Partial<ServeNodeOptions> = {}): Promise<NodeServer> {
  const server = await serveNode(backend, { port: 0, host: "127.0.0.1", closeTimeout: 50, ...options });
  closers.push(() => server.close());
  return server;
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}

/** A backend that answers with whatever the test says. */
function backendOf(handle: (request: Request) => Response | Promise<Response>): ChatBackend {
  return {
    handle: async (request) => handle(request),
    connect: async () => ({ status: "refused", response: new Response(null, { status: 404 }) }),
    drain: async () => {},
    close: async () => {},
  };
}

function chat(url: string, message: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/chat`, {
    method: "POST",
    headers: { origin: url, "content-type": "application/json", accept: "text/event-stream", ...headers },
    body: JSON.stringify({ message }),
  });
}

/** Sends bytes as they are, and returns the answer's first line. */
function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let received = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      received += chunk;
      if (received.includes("\r\n")) socket.destroy();
    });
    socket.on("close", () => resolve(received.split("\r\n")[0] ?? ""));
    socket.on("error", reject);
  });
}

test("a conversation runs over real http, with its cookie", async () => {
  const { url } = await serve(createTestBackend().backend);
  const session = await fetch(`${url}/api/session`);
  const cookie = session.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const events = await readEvents(await chat(url, "Grüße 👋🏽", { cookie })).rest();
  expect(textOfEvents(events)).toBe("You said: Grüße 👋🏽");
  const history = await fetch(`${url}/api/chat/history`, { headers: { cookie } });
  expect(await history.json()).toMatchObject({ messages: [{ role: "human" }, { role: "assistant" }] });
});

test("events arrive one by one, while the reply is written", async () => {
  const puppet = createPuppetReply();
  const { url } = await serve(createTestBackend({ reply: puppet.reply }).backend);
  const events = readEvents(await chat(url, "Hello"));
  expect((await events.next())?.event.type).toBe("start");
  const call = await puppet.called("Hello");
  for (const text of ["one ", "two ", "three"]) {
    call.say(text);
    expect((await events.next())?.event).toMatchObject({ type: "delta", text });
  }
  call.end();
  expect((await events.next())?.event.type).toBe("finish");
});

test("a backend sees the request as it was sent", async () => {
  let seen: Request | undefined;
  const server = await serve(
    backendOf(async (request) => {
      seen = request;
      return Response.json(await request.text(), {
        status: 201,
        headers: [
          ["set-cookie", "a=1"],
          ["set-cookie", "b=2"],
        ],
      });
    }),
  );
  const response = await fetch(`${server.url}/path?query=1`, {
    method: "PUT",
    body: "the body",
    headers: { cookie: "a=1; b=2", "x-list": "1, 2" },
  });
  expect(response.status).toBe(201);
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await response.json()).toBe("the body");
  expect(seen?.method).toBe("PUT");
  expect(seen?.url).toBe(`${server.url}/path?query=1`);
  expect(seen?.headers.get("cookie")).toBe("a=1; b=2");
  expect(seen?.headers.get("x-list")).toBe("1, 2");
});

test("several Cookie headers are one list", async () => {
  const server = await serve(
    backendOf(
      (request) => new Response(null, { headers: { "x-seen": request.headers.get("cookie") ?? "" } }),
    ),
  );
  const seen = await new Promise((resolve) => {
    httpRequest(server.url, { headers: { cookie: ["a=1", "b=2"] } }, (response) => {
      response.resume();
      resolve(response.headers["x-seen"]);
    }).end();
  });
  expect(seen).toBe("a=1; b=2");
});

test.each([
  [false, "https", "http:"],
  [true, "https", "https:"],
  [true, "https, http", "https:"],
  [true, "http", "http:"],
  [true, "gopher", "http:"],
])(
  "with trustProxy %s and X-Forwarded-Proto %s the address is %s",
  async (trustProxy, forwarded, protocol) => {
    const server = await serve(
      backendOf((request) => new Response(new URL(request.url).protocol)),
      { trustProxy },
    );
    const response = await fetch(server.url, { headers: { "x-forwarded-proto": forwarded } });
    expect(await response.text()).toBe(protocol);
  },
);

test("behind a proxy that ends TLS the cookie is Secure, and without trust there is none", async () => {
  const { backend } = createTestBackend();
  const headers = { "x-forwarded-proto": "https" };
  const trusting = await serve(backend, { trustProxy: true });
  const cookie = (await fetch(`${trusting.url}/api/session`, { headers })).headers.get("set-cookie");
  expect(cookie).toMatch(/^__Host-ci=.*; Secure/);
  const wary = await serve(backend);
  const refused = await fetch(`${wary.url}/api/session`, { headers });
  expect(refused.headers.get("set-cookie")).toBeNull();
  expect(await refused.json()).toMatchObject({ code: "insecure_transport" });
});

test.each([
  ["a whole address as its target", "GET http://evil.test/api/session HTTP/1.1\r\nHost: a.test\r\n\r\n"],
  ["a host with a password", "GET /api/session HTTP/1.1\r\nHost: user:pass@a.test\r\n\r\n"],
  ["a host with a path of its own", "GET /chat HTTP/1.1\r\nHost: localhost/api/health?\r\n\r\n"],
  ["a host that is none", "GET /api/session HTTP/1.1\r\nHost: a b\r\n\r\n"],
  ["the method TRACE", "TRACE /api/session HTTP/1.1\r\nHost: a.test\r\n\r\n"],
  ["no host", "GET /api/session HTTP/1.0\r\n\r\n"],
])("a request with %s is refused, and the server stays", async (_what, text) => {
  const server = await serve(createTestBackend().backend);
  expect(await sendRaw(server.port, text)).toMatch(/^HTTP\/1\.1 400 /);
  expect((await fetch(`${server.url}/api/health`)).status).toBe(204);
});

test("a path that begins with two slashes is a path, not another host", async () => {
  const server = await serve(backendOf((request) => new Response(new URL(request.url).host)));
  expect(await (await fetch(`${server.url}//evil.test/`)).text()).toBe(`127.0.0.1:${server.port}`);
});

test("the backend learns that a client has gone, and its answer is given up", async () => {
  let abort = () => {};
  let cancel = () => {};
  const aborted = new Promise<void>((resolve) => (abort = resolve));
  const cancelled = new Promise<void>((resolve) => (cancel = resolve));
  const server = await serve(
    backendOf((request) => {
      request.signal.addEventListener("abort", abort);
      const start = (controller: ReadableStreamDefaultController) => controller.enqueue(new Uint8Array(1));
      return new Response(new ReadableStream({ start, cancel }));
    }),
  );
  const reader = (await fetch(server.url)).body?.getReader();
  await reader?.read();
  collectGarbage();
  await reader?.cancel();
  await Promise.all([aborted, cancelled]);
});

test("an answer is made no faster than the client reads it, and arrives whole", async () => {
  const chunk = new Uint8Array(65_536);
  const chunks = 1_000;
  let made = 0;
  const body = new ReadableStream({
    pull(controller) {
      made += 1;
      controller.enqueue(chunk);
      if (made === chunks) controller.close();
    },
  });
  const server = await serve(backendOf(() => new Response(body)));
  const reader = (await fetch(server.url)).body?.getReader();
  let received = (await reader?.read())?.value?.length ?? 0;
  // Time enough to make all of it. What is made without being read can only be in the sockets' buffers.
  for (let turn = 0; turn < 500; turn += 1) await new Promise(setImmediate);
  expect(made).toBeLessThan(chunks / 2);
  for (;;) {
    const result = await reader?.read();
    if (result?.value === undefined) break;
    received += result.value.length;
  }
  expect(received).toBe(chunks * chunk.length);
});

test("a body that fails half-way is cut, not ended", async () => {
  const server = await serve(
    backendOf(
      () =>
        new Response(
          new ReadableStream({
            start(controller) {
              controller.enqueue(new TextEncoder().encode("half"));
            },
            pull: () => Promise.reject(new Error("no")),
          }),
        ),
    ),
  );
  await expect(fetch(server.url).then((response) => response.text())).rejects.toThrow();
});

test("a port in use is told with its number and what to do", async () => {
  const { backend } = createTestBackend();
  const first = await serve(backend);
  await expect(serveNode(backend, { port: first.port, host: "127.0.0.1" })).rejects.toMatchObject({
    code: "port",
    message: expect.stringMatching(
      new RegExp(`Port ${first.port} on 127\\.0\\.0\\.1 is in use\\. .*another port`),
    ),
  });
});

test("an address the machine does not have is told", async () => {
  await expect(serveNode(createTestBackend().backend, { port: 0, host: "192.0.2.1" })).rejects.toThrow(
    /no address 192\.0\.2\.1/,
  );
});

test("the default address is localhost, and the url says so", async () => {
  const server = await serveNode(createTestBackend().backend, { port: 0 });
  closers.push(() => server.close());
  expect(server.url).toBe(`http://localhost:${server.port}`);
  expect((await fetch(`${server.url}/api/health`)).status).toBe(204);
});

test("closing ends an open stream within its time and frees the port", async () => {
  const puppet = createPuppetReply();
  const { backend } = createTestBackend({ reply: puppet.reply });
  const server = await serve(backend);
  const events = readEvents(await chat(server.url, "Hello"));
  await events.next();
  await server.close();
  await expect(events.rest()).rejects.toThrow();
  await serve(backend, { port: server.port });
});

test("a reply goes on when its server closes, and can be read from the next one", async () => {
  const puppet = createPuppetReply();
  const { backend } = createTestBackend({ reply: puppet.reply });
  const first = await serve(backend);
  const session = await fetch(`${first.url}/api/session`);
  const cookie = session.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const events = readEvents(await chat(first.url, "Hello", { cookie }));
  const start = await events.next();
  await first.close();
  await expect(events.rest()).rejects.toThrow();
  const second = await serve(backend);
  const resumed = readEvents(
    await fetch(`${second.url}/chat/stream?after=${start?.id}`, { headers: { cookie } }),
  );
  const call = await puppet.called("Hello");
  call.say("Still here");
  call.end();
  expect(textOfEvents(await resumed.rest())).toBe("Still here");
});

test("the listener fits a server of one's own", async () => {
  const reply: Reply = () => "Hello";
  const server = createServer(toNodeListener(createTestBackend({ reply }).backend));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  expect((await fetch(`http://127.0.0.1:${port}/api/session`)).status).toBe(200);
});
