import { expect, test } from "vitest";
import { type BackendEvent, jsonLog } from "../../src/index.js";
import { readEvents } from "../support/events.js";
import { createPuppetReply } from "../support/puppet-reply.js";
import { createTestBackend } from "../support/test-backend.js";
import { API, createVisitor } from "../support/visitor.js";

const STATUS_TOKEN = "a-status-token-for-tests";
const EVENTS = "text/event-stream";

test("a visitor's requests, credential, reply and rating are told, and nothing he wrote", async () => {
  const events: BackendEvent[] = [];
  const visitor = createVisitor(createTestBackend({ observe: (event) => events.push(event) }).backend);
  await visitor.session();
  const { id } = (await (await visitor.send("My secret")).json()) as { id: string };
  await visitor.post("/chat/feedback", { message_id: id, value: 1 });
  await visitor.fetch("/my/secret");
  expect(events).toMatchObject([
    { type: "request", method: "GET", route: "/api/session", status: 200 },
    { type: "credential", status: "valid", key: "current", version: 1 },
    { type: "reply", ending: "complete" },
    { type: "request", method: "POST", route: "/chat", status: 200 },
    { type: "credential", status: "valid" },
    { type: "feedback", value: 1 },
    { type: "request", route: "/chat/feedback", status: 204 },
    { type: "request", route: "unknown", status: 404 },
  ]);
  expect(JSON.stringify(events)).not.toMatch(/secret|v1\./);
});

test("an observer that fails costs nobody an answer", async () => {
  const { backend, errors } = createTestBackend({
    observe: () => {
      throw new Error("log is full");
    },
  });
  expect((await createVisitor(backend).fetch("/api/health")).status).toBe(204);
  expect(errors).toMatchObject([{ message: "log is full" }]);
});

test("the log has a line of JSON for what matters, and none for probes that are well", () => {
  const lines: string[] = [];
  const log = jsonLog(
    (line) => lines.push(line),
    () => 0,
  );
  const request = { type: "request", method: "GET", duration: 3 } as const;
  log({ ...request, route: "/api/ready", status: 204 });
  log({ ...request, route: "/api/ready", status: 503 });
  log({ ...request, route: "/chat", status: 200, traceparent: "00-1-2-01" });
  log({ type: "stream", change: "opened" });
  log({ type: "reply", ending: "failed", duration: 9 });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { time: "1970-01-01T00:00:00.000Z", level: "error", ...request, route: "/api/ready", status: 503 },
    {
      time: "1970-01-01T00:00:00.000Z",
      level: "info",
      ...request,
      route: "/chat",
      status: 200,
      traceparent: "00-1-2-01",
    },
    { time: "1970-01-01T00:00:00.000Z", level: "error", type: "reply", ending: "failed", duration: 9 },
  ]);
});

async function scrape(backend: ReturnType<typeof createTestBackend>["backend"], path = "/api/metrics") {
  const headers = { authorization: `Bearer ${STATUS_TOKEN}` };
  return (await backend.handle(new Request(API + path, { headers }))).text();
}

test("metrics count requests, credentials, streams and replies", async () => {
  const puppet = createPuppetReply();
  const { backend } = createTestBackend({ statusToken: STATUS_TOKEN, reply: puppet.reply });
  const visitor = createVisitor(backend);
  await visitor.session();
  const events = readEvents(await visitor.send("Hello", { accept: EVENTS }));
  await events.next();
  const call = await puppet.called("Hello");
  expect(await scrape(backend)).toMatch(/^chatisle_open_streams 1$/m);
  expect(await scrape(backend)).toMatch(/^chatisle_running_replies 1$/m);
  await events.cancel();
  call.end();
  while ((await visitor.rows()).length < 2) await new Promise(setImmediate);
  const text = await scrape(backend);
  expect(text).toMatch(/^chatisle_open_streams 0$/m);
  expect(text).toMatch(/^chatisle_running_replies 0$/m);
  expect(text).toMatch(/^chatisle_replies_total\{ending="complete"\} 1$/m);
  expect(text).toMatch(/^chatisle_requests_total\{method="POST",route="\/chat",status="200"\} 1$/m);
  expect(text).toMatch(/^chatisle_credentials_total\{status="valid",key="current",version="1"\} \d+$/m);
});

test("methods that a sender makes up are counted as one", async () => {
  const { backend } = createTestBackend({ statusToken: STATUS_TOKEN });
  for (const method of ["PROPFIND", "MADE-UP-1", "MADE-UP-2"]) {
    expect((await backend.handle(new Request(`${API}/chat`, { method }))).status).toBe(405);
  }
  const text = await scrape(backend);
  expect(text).toMatch(/^chatisle_requests_total\{method="other",route="\/chat",status="405"\} 3$/m);
  expect(text).not.toContain("MADE-UP");
});

test("a key that is missing on this instance shows in its metrics", async () => {
  const visitor = createVisitor(
    createTestBackend({ secret: "another secret, long enough to sign with" }).backend,
  );
  await visitor.session();
  const { backend } = createTestBackend({ statusToken: STATUS_TOKEN });
  const moved = createVisitor(backend);
  for (const [name, value] of visitor.cookies) moved.cookies.set(name, value);
  await moved.fetch("/api/session");
  expect(await scrape(backend)).toMatch(/^chatisle_credentials_total\{status="unknown",version="1"\} 1$/m);
});

test("people see the same on a page, with the token as their password", async () => {
  const { backend } = createTestBackend({ statusToken: STATUS_TOKEN });
  const headers = { authorization: `Basic ${btoa(`anybody:${STATUS_TOKEN}`)}` };
  const response = await backend.handle(new Request(`${API}/api/status`, { headers }));
  expect(response.headers.get("content-type")).toContain("text/html");
  expect(await response.text()).toContain("<h1>Chat backend</h1>");
});

test.each([
  ["nothing", undefined],
  ["another token", "Bearer nonsense"],
  ["a password that is no base64", "Basic %%%"],
  ["another password", `Basic ${btoa("a:b")}`],
  ["the beginning of the token", `Bearer ${STATUS_TOKEN.slice(0, -1)}`],
  ["bytes beyond ASCII", "Bearer \xfc\xff".padEnd(30, "\xff")],
])("with %s nobody sees metrics or status", async (_what, authorization) => {
  const { backend } = createTestBackend({ statusToken: STATUS_TOKEN });
  for (const path of ["/api/metrics", "/api/status"]) {
    const headers = authorization === undefined ? {} : { authorization };
    const response = await backend.handle(new Request(API + path, { headers }));
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Basic/);
  }
});

test("without a token there is neither metrics nor status", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  expect((await visitor.fetch("/api/metrics")).status).toBe(404);
  expect((await visitor.fetch("/api/status")).status).toBe(404);
});

test.each([
  ["a short token", "short"],
  ["a token that not every client sends alike", "schlüssel-für-die-statusseite"],
  ["a token with blanks", "a status token for tests"],
])("%s is refused at the start", (_what, statusToken) => {
  expect(() => createTestBackend({ statusToken })).toThrow(/statusToken.*openssl/s);
});
