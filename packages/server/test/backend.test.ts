import { expect, test, vi } from "vitest";
import { sqliteStore } from "../src/stores/sqlite.js";
import { readEvents } from "./support/events.js";
import { createPuppetReply } from "./support/puppet-reply.js";
import { createTestBackend } from "./support/test-backend.js";
import { API, createVisitor, PAGE } from "./support/visitor.js";

const JSON_POST = { method: "POST", headers: { "content-type": "application/json" } };

/** A store that is down. */
const BROKEN = new Proxy(sqliteStore({ path: ":memory:" }), {
  get: (_store, name) => () =>
    name === "watchTurns" || name === "close"
      ? () => {}
      : Promise.reject(new Error("connect ECONNREFUSED db.internal")),
});

test.each([
  ["200", "/api/session", {}],
  ["204", "/api/health", {}],
  ["204", "/chat/stream", {}],
  ["401", "/api/session", { headers: { authorization: "Bearer nonsense" } }],
  ["404", "/nowhere", {}],
  ["404", "/chat/", JSON_POST],
  ["404", "/__proto__", {}],
  ["405", "/chat", {}],
  ["405", "/api/session", { ...JSON_POST, method: "DELETE" }],
  ["400", "/chat", { ...JSON_POST, body: "{" }],
  ["413", "/chat", { ...JSON_POST, body: JSON.stringify({ message: "x".repeat(60_000) }) }],
  ["415", "/chat", { method: "POST", headers: { "content-type": "text/plain" }, body: "{}" }],
  ["406", "/chat", { ...JSON_POST, headers: { ...JSON_POST.headers, accept: "image/png" }, body: "{}" }],
])("a page on the list can read a %s of %s", async (status, path, init) => {
  const response = await createVisitor(createTestBackend().backend).fetch(path, init);
  expect(response.status).toBe(Number(status));
  expect(response.headers.get("access-control-allow-origin")).toBe(PAGE);
  expect(response.headers.get("access-control-allow-credentials")).toBe("true");
  expect(response.headers.get("access-control-expose-headers")).toContain("Retry-After");
  expect(response.headers.get("vary")).toBe("Origin");
  expect(response.headers.get("cache-control")).toContain("no-store");
  if (response.status >= 400) {
    expect(await response.json()).toMatchObject({ code: expect.any(String), detail: expect.any(String) });
  }
});

test("a store that is down is an outage, not the end of the session", async () => {
  const { backend, errors } = createTestBackend({ store: BROKEN });
  const visitor = createVisitor(backend);
  await visitor.session();
  for (const response of [await visitor.fetch("/api/chat/history"), await visitor.send("Hello")]) {
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect(response.headers.get("access-control-allow-origin")).toBe(PAGE);
    expect(await response.text()).not.toContain("db.internal");
  }
  expect(visitor.cookies.size).toBe(1);
  expect(errors).toHaveLength(2);
  expect(String(errors[0])).toContain("db.internal");
});

test("an error nobody expected is a 500 that tells the visitor nothing and the owner everything", async () => {
  let isBroken = false;
  const { backend, errors } = createTestBackend({
    newId: () => {
      if (isBroken) throw new Error("no entropy at /dev/secret");
      return crypto.randomUUID();
    },
  });
  isBroken = true;
  const response = await createVisitor(backend).fetch("/api/session");
  expect(response.status).toBe(500);
  expect(response.headers.get("access-control-allow-origin")).toBe(PAGE);
  expect(await response.text()).not.toContain("entropy");
  expect(errors).toEqual([expect.objectContaining({ message: "no entropy at /dev/secret" })]);
});

test.each(["/chat", "/chat/", "/api/session", "/nowhere"])("OPTIONS %s is answered at once", async (path) => {
  const { backend } = createTestBackend();
  const request = new Request(API + path, { method: "OPTIONS", headers: { origin: PAGE } });
  const response = await backend.handle(request);
  expect(response.status).toBe(204);
  expect(response.headers.getSetCookie()).toEqual([]);
  expect(response.headers.get("access-control-allow-origin")).toBe(PAGE);
  expect(response.headers.get("access-control-allow-methods")).toBe("GET, POST, DELETE, OPTIONS");
  expect(response.headers.get("access-control-allow-headers")).toContain("content-type");
  expect(response.headers.get("access-control-max-age")).toBe("7200");
});

test.each([
  "https://evil.test",
  "null",
  "https://shop.test/",
  "https://SHOP.test",
  "https://shop.test:443",
  "https://shop.test.",
  "https://shop.test, https://evil.test",
  "http://shop.test",
  `https://${"x".repeat(10_000)}.test`,
])("a page at %s may read nothing", async (origin) => {
  const { backend } = createTestBackend();
  for (const path of ["/api/session", "/api/chat/history", "/chat/stream", "/api/auth/token-health"]) {
    const response = await backend.handle(new Request(API + path, { headers: { origin } }));
    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
    expect(response.headers.get("vary")).toBe("Origin");
  }
});

test("any probe may ask for the health, and learns nothing about a session", async () => {
  const { backend } = createTestBackend();
  const response = await backend.handle(
    new Request(`${API}/api/health`, { headers: { origin: "https://evil.test" } }),
  );
  expect(response.status).toBe(204);
  expect(response.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  expect(response.headers.getSetCookie()).toEqual([]);
});

test("closing keeps what a reply has said so far, and later requests are told to come back", async () => {
  const puppet = createPuppetReply();
  const store = sqliteStore({ path: ":memory:" });
  const save = vi.spyOn(store, "endTurn");
  const { backend } = createTestBackend({ store, reply: puppet.reply });
  const visitor = createVisitor(backend);
  await visitor.session();
  const events = readEvents(await visitor.send("Hello", { accept: "text/event-stream" }));
  const call = await puppet.called("Hello");
  call.say("As I was saying");
  await events.next();
  await events.next();
  await backend.close();
  expect((await events.rest()).map(({ event }) => event)).toMatchObject([
    { type: "error", error: { code: "interrupted", isRetryable: true } },
  ]);
  expect(call.turn.signal.aborted).toBe(true);
  expect(save.mock.calls[0]?.[3].reply).toMatchObject({ text: "As I was saying", status: "interrupted" });
  const later = await visitor.fetch("/api/session");
  expect(later.status).toBe(503);
  expect(later.headers.get("retry-after")).toBe("5");
  await expect(store.messages({ owner: "any", id: "any" }, { limit: 1 })).rejects.toThrow();
});

test("closing twice is closing once", async () => {
  const { backend } = createTestBackend();
  await Promise.all([backend.close(), backend.close()]);
  await backend.close();
});

test.each([
  ["sessionLifetime", 401 * 86_400_000],
  ["sessionLifetime", Number.NaN],
  ["maxMessageLength", 0],
  ["maxReplyLength", -1],
  ["replyTimeout", 0.5],
])("%s of %d is refused at the start", (name, value) => {
  expect(() => createTestBackend({ [name]: value })).toThrow(name);
});
