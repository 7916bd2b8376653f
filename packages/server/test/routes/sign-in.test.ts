import { expect, test } from "vitest";
import { type SignInOptions, signVisitorToken } from "../../src/index.js";
import { sqliteStore } from "../../src/stores/sqlite.js";
import { createPuppetReply } from "../support/puppet-reply.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

const VISITOR_SECRET = "the secret of the site's own server, long enough";
const OTHER_SECRET = "the secret of somebody else, which is long enough";

function setUp(signIn: Partial<SignInOptions> = {}, store = sqliteStore({ path: ":memory:" })) {
  const { backend, clock, errors } = createTestBackend({
    store,
    signIn: { secret: VISITOR_SECRET, ...signIn },
  });
  const tokenFor = (subject: string, secret = VISITOR_SECRET) =>
    signVisitorToken({ subject, secret, now: clock.now });
  return { backend, clock, errors, tokenFor };
}

test("a visitor whom the site names has a session of his own, under a new id", async () => {
  const { backend, tokenFor } = setUp();
  const visitor = createVisitor(backend);
  const before = await visitor.session();
  expect(before.capabilities).toContain("sign-in");
  const response = await visitor.post("/api/auth/sign-in", { token: await tokenFor("42") });
  expect(response.status).toBe(200);
  const after = await response.json();
  expect(after).toMatchObject({ is_anonymous: false, state: "active", subject: "user:42", issued: true });
  expect(after.session_id).not.toBe(before.session_id);
  expect(await visitor.session()).toMatchObject({ session_id: after.session_id, state: "active" });
});

test("a conversation goes on wherever its visitor signs in", async () => {
  const { backend, tokenFor } = setUp();
  const phone = createVisitor(backend);
  await phone.post("/api/auth/sign-in", { token: await tokenFor("42") });
  await phone.send("Hello");
  const desk = createVisitor(backend);
  await desk.post("/api/auth/sign-in", { token: await tokenFor("42") });
  expect(await desk.rows()).toHaveLength(2);
  const stranger = createVisitor(backend);
  await stranger.post("/api/auth/sign-in", { token: await tokenFor("43") });
  expect(await stranger.rows()).toEqual([]);
});

test.each([
  [false, []],
  [undefined, []],
  [true, ["Hello", "You said: Hello"]],
])("with keepsConversation %s, signing in leads to the messages %j", async (keepsConversation, messages) => {
  const { backend, tokenFor } = setUp(keepsConversation === undefined ? {} : { keepsConversation });
  const visitor = createVisitor(backend);
  await visitor.session();
  await visitor.send("Hello");
  await visitor.post("/api/auth/sign-in", { token: await tokenFor("42") });
  expect((await visitor.rows()).map(({ content }) => content)).toEqual(messages);
});

test("a reply that is being written at sign-in is kept, as far as it is", async () => {
  const puppet = createPuppetReply();
  const { backend, clock, errors } = createTestBackend({
    reply: puppet.reply,
    signIn: { secret: VISITOR_SECRET, keepsConversation: true },
  });
  const visitor = createVisitor(backend);
  await visitor.session();
  const sent = visitor.send("Hello");
  const call = await puppet.called("Hello");
  call.say("As I was");
  // What is said reaches the reply's text one step after the other.
  await new Promise(setImmediate);
  const token = await signVisitorToken({ subject: "42", secret: VISITOR_SECRET, now: clock.now });
  await visitor.post("/api/auth/sign-in", { token });
  await sent;
  expect(await visitor.rows()).toEqual([
    { role: "human", content: "Hello" },
    { role: "assistant", content: "As I was", status: "stopped" },
  ]);
  expect(errors).toEqual([]);
});

test("signing in as somebody else ends the session before, and takes nothing along", async () => {
  const { backend, tokenFor } = setUp({ keepsConversation: true });
  const visitor = createVisitor(backend);
  await visitor.post("/api/auth/sign-in", { token: await tokenFor("42") });
  await visitor.send("Hello");
  const copy = new Map(visitor.cookies);
  await visitor.post("/api/auth/sign-in", { token: await tokenFor("43") });
  expect(await visitor.rows()).toEqual([]);
  for (const [name, value] of copy) visitor.cookies.set(name, value);
  expect(await (await visitor.fetch("/api/chat/history")).json()).toMatchObject({ code: "revoked" });
});

test("a session that has expired does not stand in the way of signing in", async () => {
  const { backend, clock, tokenFor } = setUp();
  const visitor = createVisitor(backend);
  await visitor.session();
  clock.advance(8 * 86_400_000);
  const response = await visitor.post("/api/auth/sign-in", { token: await tokenFor("42") });
  expect(response.status).toBe(200);
  expect(await visitor.session()).toMatchObject({ state: "active" });
});

test("a refused token ends nothing: the anonymous session goes on", async () => {
  const { backend, clock, tokenFor } = setUp();
  const visitor = createVisitor(backend);
  const { session_id } = await visitor.session();
  const late = await tokenFor("42");
  clock.advance(120_000);
  for (const [token, code] of [
    [late, "token_expired"],
    [await tokenFor("42", OTHER_SECRET), "token_refused"],
    ["no token", "token_refused"],
  ]) {
    const response = await visitor.post("/api/auth/sign-in", { token });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code });
    expect(response.headers.getSetCookie()).toEqual([]);
  }
  expect((await visitor.post("/api/auth/sign-in", {})).status).toBe(400);
  expect(await visitor.session()).toMatchObject({ session_id, state: "anonymous" });
});

test("another site's page cannot sign a visitor in, under any name", async () => {
  const { backend, tokenFor } = setUp();
  const attacker = createVisitor(backend, { page: "https://evil.test", site: "cross-site" });
  const response = await attacker.post("/api/auth/sign-in", { token: await tokenFor("42") });
  expect(response.status).toBe(403);
  expect(attacker.cookies.size).toBe(0);
});

test("a backend that knows no site's server has no sign-in, and announces none", async () => {
  const visitor = createVisitor(createTestBackend().backend);
  expect((await visitor.session()).capabilities).not.toContain("sign-in");
  expect((await visitor.post("/api/auth/sign-in", { token: "x" })).status).toBe(404);
});
