import type { ConversationsAnswer } from "@chatisle/client/protocol";
import { expect, test } from "vitest";
import { readEvents, textOfEvents } from "../support/events.js";
import { createPuppetReply } from "../support/puppet-reply.js";
import { createTestBackend, type TestBackend } from "../support/test-backend.js";
import { createVisitor, type Visitor } from "../support/visitor.js";

async function setUp(options: Parameters<typeof createTestBackend>[0] = {}) {
  const test = createTestBackend(options);
  const visitor = createVisitor(test.backend);
  await visitor.session();
  return { ...test, visitor };
}

async function write({ clock, visitor }: Pick<TestBackend, "clock"> & { visitor: Visitor }, id: string) {
  clock.advance(1_000);
  await visitor.post("/chat", { message: `About ${id}`, conversation_id: id });
}

async function list(visitor: Visitor, query = ""): Promise<ConversationsAnswer> {
  return (await (await visitor.fetch(`/api/conversations${query}`)).json()) as ConversationsAnswer;
}

test("conversations are kept apart, and each request means the one it names", async () => {
  const test = await setUp();
  await write(test, "one");
  await write(test, "two");
  const contents = async (query: string) =>
    (await test.visitor.history(query)).messages.map(({ content }) => content);
  expect(await contents("?conversation_id=one")).toEqual(["About one", "You said: About one"]);
  expect(await contents("?conversation_id=two")).toEqual(["About two", "You said: About two"]);
  expect(await contents("?conversation_id=new")).toEqual([]);
});

test("without a name the latest is meant, and the history tells which one that is", async () => {
  const test = await setUp();
  await write(test, "one");
  await write(test, "two");
  await write(test, "one");
  expect((await test.visitor.history()).messages[0]).toMatchObject({ conversation_id: "one" });
});

test("they are listed with the latest first, page by page", async () => {
  const test = await setUp();
  for (const id of ["a", "b", "c", "a"]) await write(test, id);
  const first = await list(test.visitor, "?limit=2");
  expect(first.conversations).toEqual([
    { id: "a", title: "About a", updated_at: "2030-01-15T12:00:04.000Z" },
    { id: "c", title: "About c", updated_at: "2030-01-15T12:00:03.000Z" },
  ]);
  const second = await list(test.visitor, `?limit=2&cursor=${encodeURIComponent(first.next_cursor ?? "")}`);
  expect(second.conversations.map(({ id }) => id)).toEqual(["b"]);
  expect(second).not.toHaveProperty("next_cursor");
});

test("nobody sees, or deletes, a stranger's conversation", async () => {
  const test = await setUp();
  await write(test, "one");
  const stranger = createVisitor(test.backend);
  expect(await list(stranger)).toEqual({ conversations: [] });
  await stranger.session();
  expect(await list(stranger)).toEqual({ conversations: [] });
  expect((await stranger.history("?conversation_id=one")).messages).toEqual([]);
  expect((await stranger.fetch("/api/conversations/one", { method: "DELETE" })).status).toBe(204);
  expect((await list(test.visitor)).conversations).toHaveLength(1);
});

test("a deleted conversation is gone, and its running reply ends", async () => {
  const puppet = createPuppetReply();
  const { visitor } = await setUp({ reply: puppet.reply });
  const answer = visitor.post("/chat", { message: "Hello", conversation_id: "a/b ü".replace(/\W/g, "%") });
  const call = await puppet.called("Hello");
  call.say("Hi");
  const response = await visitor.fetch(`/api/conversations/${encodeURIComponent("a%b%%")}`, {
    method: "DELETE",
  });
  expect(response.status).toBe(204);
  await answer;
  expect(call.turn.signal.aborted).toBe(true);
  expect(await list(visitor)).toEqual({ conversations: [] });
});

test("two conversations are answered at once, and each is resumed and stopped for itself", async () => {
  const puppet = createPuppetReply();
  const { visitor } = await setUp({ reply: puppet.reply });
  const answers = ["one", "two"].map((id) =>
    visitor.post("/chat", { message: id, id: `message ${id}`.replace(" ", "-"), conversation_id: id }),
  );
  const [one, two] = [await puppet.called("one"), await puppet.called("two")];
  one.say("First");
  two.say("Second");
  const resumed = readEvents(await visitor.fetch("/chat/stream?conversation_id=one"));
  expect((await resumed.next())?.event).toMatchObject({ type: "start" });
  await visitor.post("/chat/stop", { id: "message-two", conversation_id: "one" });
  expect(two.turn.signal.aborted).toBe(false);
  await visitor.post("/chat/stop", { id: "message-two", conversation_id: "two" });
  expect(two.turn.signal.aborted).toBe(true);
  one.end();
  expect(textOfEvents(await resumed.rest())).toBe("First");
  await Promise.all(answers);
});

test.each(["?cursor=x", "?cursor=1.", "?cursor=", "?limit=0"])("%s is refused", async (query) => {
  const { visitor } = await setUp();
  expect((await visitor.fetch(`/api/conversations${query}`)).status).toBe(400);
});

test("conversations that nobody has written to for longer than they are kept are deleted", async () => {
  const test = await setUp({ retention: 86_400_000, sessionLifetime: 30 * 86_400_000 });
  await write(test, "old");
  test.clock.advance(2 * 86_400_000);
  await write(test, "new");
  test.clock.advance(3_600_000);
  await test.visitor.fetch("/api/conversations");
  expect((await list(test.visitor)).conversations.map(({ id }) => id)).toEqual(["new"]);
});
