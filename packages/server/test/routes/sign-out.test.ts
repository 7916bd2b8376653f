import { expect, test } from "vitest";
import { sqliteStore } from "../../src/stores/sqlite.js";
import { createPuppetReply } from "../support/puppet-reply.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

const DAY = 86_400_000;
const NOTHING = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
const SIGN_OUT = ["/api/auth/sign-out", NOTHING] as const;

test("signing out deletes the cookie of every kind, and begins a new session", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  const before = await visitor.session();
  const response = await visitor.fetch(...SIGN_OUT);
  expect(response.status).toBe(204);
  expect(response.headers.getSetCookie()).toEqual([
    "__Host-ci=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0",
    "__Host-cix=; Path=/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=0",
  ]);
  expect((await visitor.session()).session_id).not.toBe(before.session_id);
});

test.each(["/api/session", "/api/chat/history", "/api/auth/token-health", "/chat/stream"])(
  "a cookie that was copied before the sign-out is refused by another instance at %s, and deleted",
  async (path) => {
    const store = sqliteStore({ path: ":memory:" });
    const visitor = createVisitor(createTestBackend({ store }).backend);
    await visitor.session();
    const thief = createVisitor(createTestBackend({ store }).backend);
    for (const [name, value] of visitor.cookies) thief.cookies.set(name, value);
    await visitor.fetch(...SIGN_OUT);
    const refused = await thief.fetch(path);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ code: "revoked", retry: false });
    expect(thief.cookies.size).toBe(0);
  },
);

test.each([
  ["without a session", ""],
  ["with a damaged cookie", "damaged"],
])("signing out %s is no error", async (_what, value) => {
  const visitor = createVisitor(createTestBackend().backend);
  if (value !== "") visitor.cookies.set("__Host-ci", value);
  expect((await visitor.fetch(...SIGN_OUT)).status).toBe(204);
  expect(visitor.cookies.size).toBe(0);
});

test("another site's page cannot sign a visitor out", async () => {
  const { backend } = createTestBackend();
  const visitor = createVisitor(backend);
  const { session_id } = await visitor.session();
  const attacker = createVisitor(backend, { page: "https://evil.test", site: "cross-site" });
  for (const [name, value] of visitor.cookies) attacker.cookies.set(name, value);
  expect((await attacker.fetch(...SIGN_OUT)).status).toBe(403);
  const form = { method: "POST", body: "x", headers: { "content-type": "text/plain" } };
  expect((await visitor.fetch("/api/auth/sign-out", form)).status).toBe(415);
  expect(await visitor.session()).toMatchObject({ session_id, source: "cookie" });
});

test("a token that was replaced long ago ends its session, and no other", async () => {
  const { backend, clock } = createTestBackend();
  const visitor = createVisitor(backend);
  await visitor.session();
  const thief = createVisitor(backend);
  for (const [name, value] of visitor.cookies) thief.cookies.set(name, value);
  const bystander = createVisitor(backend);
  const { session_id } = await bystander.session();
  clock.advance(4 * DAY);
  await visitor.session();
  await visitor.session();
  clock.advance(119_999);
  expect((await thief.fetch("/api/chat/history")).status).toBe(200);
  clock.advance(1);
  expect(await (await thief.fetch("/api/chat/history")).json()).toMatchObject({ code: "revoked" });
  expect(await (await visitor.fetch("/api/chat/history")).json()).toMatchObject({ code: "revoked" });
  expect(await bystander.session()).toMatchObject({ session_id });
});

test("renewals that overlap, of which any may be lost, leave a session that works", async () => {
  const { backend, clock } = createTestBackend();
  const visitor = createVisitor(backend);
  const { session_id } = await visitor.session();
  clock.advance(4 * DAY);
  const before = new Map(visitor.cookies);
  const answers = await Promise.all(Array.from({ length: 20 }, () => visitor.fetch("/api/session")));
  const cookies = [before, ...answers.map(({ headers }) => parse(headers.getSetCookie()[0]))];
  for (const cookie of cookies.reverse()) {
    const tab = createVisitor(backend);
    for (const [name, value] of cookie) tab.cookies.set(name, value);
    expect(await tab.session()).toMatchObject({ session_id });
  }
});

test("deleting the data leaves an empty history, and the session goes on", async () => {
  const { backend } = createTestBackend();
  const visitor = createVisitor(backend);
  const other = createVisitor(backend);
  const { session_id } = await visitor.session();
  await visitor.send("Hello");
  await other.session();
  await other.send("Hello");
  expect((await visitor.fetch("/api/session/data", { method: "DELETE" })).status).toBe(204);
  expect(await visitor.rows()).toEqual([]);
  expect(await other.rows()).toHaveLength(2);
  await visitor.send("Again");
  expect(await visitor.rows()).toHaveLength(2);
  expect(await visitor.session()).toMatchObject({ session_id });
});

test("deleting the data ends a reply that is being written, and nothing of it comes back", async () => {
  const puppet = createPuppetReply();
  const { backend, errors } = createTestBackend({ reply: puppet.reply });
  const visitor = createVisitor(backend);
  await visitor.session();
  const sent = visitor.send("Hello");
  const call = await puppet.called("Hello");
  call.say("As I was");
  expect((await visitor.fetch("/api/session/data", { method: "DELETE" })).status).toBe(204);
  await sent;
  expect(call.turn.signal.aborted).toBe(true);
  expect(await visitor.rows()).toEqual([]);
  expect(errors).toEqual([]);
});

test("another site's page cannot delete a visitor's data", async () => {
  const { backend } = createTestBackend();
  const visitor = createVisitor(backend);
  await visitor.session();
  await visitor.send("Hello");
  const attacker = createVisitor(backend, { page: "https://evil.test", site: "cross-site" });
  for (const [name, value] of visitor.cookies) attacker.cookies.set(name, value);
  expect((await attacker.fetch("/api/session/data", { method: "DELETE" })).status).toBe(403);
  expect(await visitor.rows()).toHaveLength(2);
});

function parse(cookie = ""): ReadonlyMap<string, string> {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
  return new Map([[name, value]]);
}
