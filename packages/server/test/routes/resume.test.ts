import { expect, test } from "vitest";
import { type ReceivedEvent, readEvents, sendInOrder, textOfEvents } from "../support/events.js";
import { createPuppetReply } from "../support/puppet-reply.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

const EVENTS = "text/event-stream";

async function setUp() {
  const puppet = createPuppetReply();
  const { backend } = createTestBackend({ reply: puppet.reply });
  const visitor = createVisitor(backend);
  await visitor.session();
  return { backend, puppet, visitor };
}

test("nothing runs: there is nothing to resume", async () => {
  const { backend, puppet, visitor } = await setUp();
  expect((await createVisitor(backend).fetch("/chat/stream")).status).toBe(204);
  expect((await visitor.fetch("/chat/stream?after=5")).status).toBe(204);
  const answer = visitor.send("Hello");
  (await puppet.called("Hello")).end();
  await answer;
  expect((await visitor.fetch("/chat/stream")).status).toBe(204);
});

test.each([1, 2, 3, 4])("cut after event %d, a stream continues with the next one", async (cut) => {
  const { puppet, visitor } = await setUp();
  const events = readEvents(await visitor.send("Hello", { accept: EVENTS }));
  const call = await puppet.called("Hello");
  call.say("a", "b", "c");
  const before: ReceivedEvent[] = [];
  for (let count = 0; count < cut; count += 1)
    before.push(...[await events.next()].flatMap((event) => event ?? []));
  await events.cancel();
  const resumed = readEvents(await visitor.fetch(`/chat/stream?after=${before.at(-1)?.id}`));
  call.say("d");
  call.end();
  const all = [...before, ...(await resumed.rest())];
  expect(all.map(({ id }) => id)).toEqual(all.map((_, index) => (all[0]?.id ?? 0) + index));
  expect(textOfEvents(all)).toBe("abcd");
  expect(all.at(-1)?.event).toEqual({ type: "finish", reason: "stop" });
});

test("without a position the turn is told from its start, as a repetition", async () => {
  const { puppet, visitor } = await setUp();
  const answer = visitor.send("Hello");
  const call = await puppet.called("Hello");
  call.say("a");
  const events = readEvents(await visitor.fetch("/chat/stream"));
  expect((await events.next())?.event).toMatchObject({ type: "start", replay: true });
  expect((await events.next())?.event).toMatchObject({ type: "delta", text: "a" });
  call.end();
  expect(await events.rest()).toHaveLength(1);
  await answer;
});

test.each(["-1", "abc", "1.5", "", "99999999999999999999"])("after=%s is refused", async (after) => {
  const { visitor } = await setUp();
  expect((await visitor.fetch(`/chat/stream?after=${after}`)).status).toBe(400);
});

test("a stopped reply ends at once for everybody who reads it, and keeps its text", async () => {
  const { puppet, visitor } = await setUp();
  const first = readEvents(await visitor.send("Hello", { id: "q", accept: EVENTS }));
  const call = await puppet.called("Hello");
  call.say("As I ");
  await first.next();
  await first.next();
  const second = readEvents(await visitor.fetch("/chat/stream"));
  expect((await visitor.stop("q")).status).toBe(204);
  expect((await first.rest()).map(({ event }) => event)).toEqual([{ type: "finish", reason: "stopped" }]);
  expect((await second.rest()).at(-1)?.event).toEqual({ type: "finish", reason: "stopped" });
  expect(call.turn.signal.aborted).toBe(true);
  expect(call.isAbandoned()).toBe(true);
  expect((await visitor.rows()).at(-1)).toEqual({ role: "assistant", content: "As I ", status: "stopped" });
});

test("a stopped reply is told as stopped when its message comes again", async () => {
  const { puppet, visitor } = await setUp();
  const answer = visitor.send("Hello", { id: "q" });
  const call = await puppet.called("Hello");
  const watching = readEvents(await visitor.fetch("/chat/stream"));
  call.say("As I ");
  await watching.next();
  await watching.next();
  await visitor.stop("q");
  expect(await (await answer).json()).toMatchObject({ reply: "As I ", status: "stopped" });
  expect(await (await visitor.send("Hello", { id: "q" })).json()).toMatchObject({ status: "stopped" });
  expect(puppet.calls).toHaveLength(1);
});

test("a reply stopped before its first word leaves only the visitor's message", async () => {
  const { puppet, visitor } = await setUp();
  const answer = visitor.send("Hello", { id: "q" });
  await puppet.called("Hello");
  await visitor.stop("q");
  expect(await (await answer).json()).toMatchObject({ reply: "", status: "stopped" });
  expect(await visitor.rows()).toEqual([{ role: "human", content: "Hello" }]);
});

test("a message that waits can be stopped before its turn, and the next one runs", async () => {
  const { puppet, visitor } = await setUp();
  const answers = await sendInOrder(visitor, ["One", "Two", "Three"]);
  const one = await puppet.called("One");
  await visitor.stop("Two");
  one.end();
  (await puppet.called("Three")).end();
  await Promise.all(answers.map((answer) => answer.rest()));
  expect(puppet.calls.map(({ turn }) => turn.text)).toEqual(["One", "Three"]);
});

test("stopping another reply than the running one does not touch it", async () => {
  const { backend, puppet, visitor } = await setUp();
  const answer = visitor.send("Hello", { id: "q" });
  const call = await puppet.called("Hello");
  expect((await visitor.stop("other")).status).toBe(204);
  expect((await createVisitor(backend).stop("q")).status).toBe(204);
  const stranger = createVisitor(backend);
  await stranger.session();
  expect((await stranger.stop("q")).status).toBe(204);
  expect(call.turn.signal.aborted).toBe(false);
  call.end();
  await answer;
});

test.each(["{}", "null", "[]", '"q"', '{"id":1}', '{"id":""}'])("stopping %s is refused", async (body) => {
  const { visitor } = await setUp();
  const response = await visitor.fetch("/chat/stop", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  expect(response.status).toBe(400);
});
