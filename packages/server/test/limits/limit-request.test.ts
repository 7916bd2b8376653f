import { expect, test } from "vitest";
import type { RateLimits } from "../../src/index.js";
import { createTestBackend } from "../support/test-backend.js";
import { API, createVisitor, PAGE } from "../support/visitor.js";

const setUp = (rateLimits: RateLimits) => createTestBackend({ rateLimits });

/** A write without a session, from a network address. */
function post(path: string, method = "POST"): Request {
  const headers = { origin: PAGE, "content-type": "application/json" };
  return new Request(API + path, { method, headers, ...(method === "POST" && { body: "{}" }) });
}

test("a session over its limit is told how long to wait, in a way its page can read", async () => {
  const { backend, clock } = setUp({ session: 2 });
  const visitor = createVisitor(backend);
  await visitor.session();
  expect((await visitor.send("one")).status).toBe(200);
  expect((await visitor.send("two")).status).toBe(200);
  const limited = await visitor.send("three");
  expect(limited.status).toBe(429);
  expect(limited.headers.get("retry-after")).toBe("30");
  expect(limited.headers.get("access-control-allow-origin")).toBe(PAGE);
  expect(limited.headers.get("access-control-expose-headers")).toContain("Retry-After");
  expect(await limited.json()).toMatchObject({ code: "rate_limited", retry_after: 30 });
  expect(await visitor.rows()).toHaveLength(4);
  clock.advance(30_000);
  expect((await visitor.send("three")).status).toBe(200);
});

test("a session over its limit leaves every other alone", async () => {
  const { backend } = setUp({ session: 1 });
  const [one, other] = [createVisitor(backend), createVisitor(backend)];
  await one.session();
  await other.session();
  await one.send("Hello");
  expect((await one.send("Hello")).status).toBe(429);
  expect((await other.send("Hello")).status).toBe(200);
});

test.each([
  ["another cookie", (own: string, count: number) => ({ cookie: `${own}; _ga=${count}` })],
  ["a made-up session cookie before it", (own, count) => ({ cookie: `__Host-ci=made-up-${count}; ${own}` })],
  ["a proxy's own Authorization", (own, count) => ({ cookie: own, authorization: `Basic ${count}` })],
] satisfies [string, (own: string, count: number) => Record<string, string>][])(
  "%s does not hide a session from its limit",
  async (_what, headersOf) => {
    const { backend } = setUp({ session: 2 });
    const visitor = createVisitor(backend);
    await visitor.session();
    const own = [...visitor.cookies].map((pair) => pair.join("=")).join("; ");
    const statuses = [];
    for (const count of [1, 2, 3]) {
      const request = post("/chat/stop");
      for (const [name, value] of Object.entries(headersOf(own, count))) request.headers.set(name, value);
      statuses.push((await backend.handle(request)).status === 429);
    }
    expect(statuses).toEqual([false, false, true]);
  },
);

test("visitors behind a proxy with a password of its own have a limit each", async () => {
  const { backend } = setUp({ session: 1 });
  for (const visitor of [createVisitor(backend), createVisitor(backend)]) {
    await visitor.session();
    const headers = { "content-type": "application/json", authorization: "Basic c2hvcDpzaG9w" };
    const init = { method: "POST", headers, body: JSON.stringify({ message: "Hello" }) };
    expect((await visitor.fetch("/chat", init)).status).toBe(200);
  }
});

test("token health is answered when other reads no longer are", async () => {
  const { backend } = setUp({ reads: 2 });
  const visitor = createVisitor(backend);
  await visitor.session();
  await visitor.history();
  await visitor.history();
  expect((await visitor.fetch("/api/chat/history")).status).toBe(429);
  expect((await visitor.fetch("/api/auth/token-health")).status).toBe(200);
});

test.each([
  ["/chat", { address: 1 }],
  ["/api/auth/sign-in", { signIn: 1 }],
])("an address has its own limit at %s, whatever cookies it makes up", async (path, limits) => {
  const { backend } = setUp(limits);
  const statuses = [];
  for (const address of ["203.0.113.1", "203.0.113.1", "203.0.113.2"]) {
    statuses.push((await backend.handle(post(path), { address })).status === 429);
  }
  expect(statuses).toEqual([false, true, false]);
});

test.each(["/api/session", "/api/chat/history", "/nowhere"])(
  "an address reads %s no more often than it may, with a new session each time or none",
  async (path) => {
    const { backend } = setUp({ addressReads: 2 });
    const read = (address: string, headers = {}) =>
      backend.handle(new Request(API + path, { headers }), { address });
    await read("203.0.113.1");
    await read("203.0.113.1", { cookie: "__Host-ci=made-up" });
    expect((await read("203.0.113.1", { authorization: "Bearer made-up" })).status).toBe(429);
    expect((await read("203.0.113.2")).status).not.toBe(429);
    const health = new Request(`${API}/api/auth/token-health`);
    expect((await backend.handle(health, { address: "203.0.113.1" })).status).toBe(200);
  },
);

test("all addresses of one IPv6 connection have one limit", async () => {
  const { backend } = setUp({ address: 1 });
  const statuses = [];
  for (const address of ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"]) {
    statuses.push((await backend.handle(post("/chat"), { address })).status === 429);
  }
  expect(statuses).toEqual([false, true, false]);
});

test("OPTIONS is answered before any limit", async () => {
  const { backend } = setUp({ address: 1 });
  const client = { address: "203.0.113.1" };
  for (let count = 0; count < 3; count += 1) await backend.handle(post("/chat"), client);
  expect((await backend.handle(post("/chat", "OPTIONS"), client)).status).toBe(204);
});

test("a limiter of one's own is asked, with the limits as they are set", async () => {
  const asked: (readonly [string, number])[] = [];
  const limiter = {
    take(bucket: string, perMinute: number) {
      asked.push([bucket, perMinute]);
      return 7;
    },
  };
  const { backend } = setUp({ limiter, address: 9 });
  const limited = await backend.handle(post("/chat"), { address: "203.0.113.1" });
  expect(limited.headers.get("retry-after")).toBe("7");
  expect(asked).toEqual([["write address 203.0.113.1", 9]]);
});

test.each([
  ["session", 0],
  ["address", -1],
  ["signIn", Number.NaN],
  ["reads", Number.POSITIVE_INFINITY],
  ["addressReads", 0],
] satisfies [keyof RateLimits, number][])("a limit %s of %d is refused at the start", (name, perMinute) => {
  expect(() => setUp({ [name]: perMinute })).toThrow(`rateLimits.${name}`);
});
