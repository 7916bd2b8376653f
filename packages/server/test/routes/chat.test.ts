import { expect, test } from "vitest";
import { sqliteStore } from "../../src/stores/sqlite.js";
import { readEvents, sendInOrder, textOfEvents } from "../support/events.js";
import { createPuppetReply } from "../support/puppet-reply.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

const SOURCE = { type: "source", id: "source-1", url: "/prices/", title: "Prices" } as const;
const EVENTS = "text/event-stream";

/** A visitor with a session, whose replies the test speaks. */
async function setUp() {
  const puppet = createPuppetReply();
  const { backend, clock, errors } = createTestBackend({ reply: puppet.reply });
  const visitor = createVisitor(backend);
  await visitor.session();
  return { backend, clock, errors, puppet, visitor };
}

test("a reply comes as JSON, with its id and its sources", async () => {
  const { puppet, visitor } = await setUp();
  const answer = visitor.send("Price?", { id: "q" });
  const call = await puppet.called("Price?");
  call.say("It costs ", "€3.", SOURCE);
  call.end();
  const response = await answer;
  expect(response.status).toBe(200);
  expect(response.headers.has("idempotent-replayed")).toBe(false);
  expect(await response.json()).toEqual({
    reply: "It costs €3.",
    id: (await visitor.history()).messages[1]?.id,
    parts: [SOURCE],
  });
});

test("a reply comes as events while it is written, numbered without a gap", async () => {
  const { puppet, visitor } = await setUp();
  const response = await visitor.send("Price?", { accept: EVENTS });
  expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
  const events = readEvents(response);
  const start = await events.next();
  expect(start?.event).toEqual({ type: "start", id: expect.any(String) });
  const call = await puppet.called("Price?");
  call.say("It costs ");
  expect((await events.next())?.event).toEqual({
    type: "delta",
    kind: "text",
    id: "text",
    text: "It costs ",
  });
  call.say({ type: "delta", kind: "reasoning", text: "Looking it up" }, "€3.", SOURCE);
  call.end();
  const rest = await events.rest();
  expect(rest.map(({ event }) => event)).toEqual([
    { type: "delta", kind: "reasoning", id: "reasoning", text: "Looking it up" },
    { type: "delta", kind: "text", id: "text", text: "€3." },
    { type: "part", part: SOURCE },
    { type: "finish", reason: "stop" },
  ]);
  const first = start?.id ?? 0;
  expect(rest.map(({ id }) => id)).toEqual([2, 3, 4, 5].map((offset) => first + offset));
});

test("a reply comes as text while it is written", async () => {
  const { puppet, visitor } = await setUp();
  const answer = visitor.send("Price?", { accept: "text/plain" });
  const call = await puppet.called("Price?");
  call.say("It costs ");
  const reader = (await answer).body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toBe("It costs ");
  call.say(SOURCE, "€3.");
  call.end();
  expect((await reader?.read())?.value).toBe("€3.");
  expect((await reader?.read())?.done).toBe(true);
});

test("a reply is told what was said before its message, also when others wait", async () => {
  const { puppet, visitor } = await setUp();
  const answers = await sendInOrder(visitor, ["One", "Two", "Three"]);
  const one = await puppet.called("One");
  one.say("1");
  one.end();
  const two = await puppet.called("Two");
  expect(one.turn.messages).toEqual([{ role: "user", text: "One", parts: [] }]);
  expect(two.turn.messages).toEqual([
    { role: "user", text: "One", parts: [] },
    { role: "assistant", text: "1", parts: [] },
    { role: "user", text: "Two", parts: [] },
  ]);
  two.end();
  (await puppet.called("Three")).end();
  await Promise.all(answers.map((answer) => answer.rest()));
});

test("the transcript a reply gets is bounded", async () => {
  const store = sqliteStore({ path: ":memory:" });
  const puppet = createPuppetReply();
  const visitor = createVisitor(createTestBackend({ store, reply: puppet.reply }).backend);
  const { session_id } = await visitor.session();
  for (let index = 0; index < 60; index += 1) {
    await store.addMessage(
      { owner: session_id, id: "main" },
      { parts: [], id: `m${index}`, text: `message ${index}`, createdAt: 0 },
    );
  }
  const answer = visitor.send("Newest");
  const { turn, end } = await puppet.called("Newest");
  expect(turn.messages).toHaveLength(50);
  expect(turn.messages.at(0)?.text).toBe("message 11");
  end();
  await answer;
});

test("messages of one conversation are answered one after the other, in order", async () => {
  const { puppet, visitor } = await setUp();
  const texts = ["One", "Two", "Three"];
  const answers = await sendInOrder(visitor, texts);
  for (const [index, text] of texts.entries()) {
    const call = await puppet.called(text);
    expect(puppet.calls).toHaveLength(index + 1);
    call.say(`Answer to ${text}`);
    call.end();
    expect(textOfEvents((await answers[index]?.rest()) ?? [])).toBe(`Answer to ${text}`);
  }
});

test("visitors do not wait for each other", async () => {
  const { backend, puppet, visitor } = await setUp();
  const waiting = visitor.send("Slow");
  const slow = await puppet.called("Slow");
  const answer = createVisitor(backend).send("Quick");
  const quick = await puppet.called("Quick");
  quick.end();
  expect((await answer).status).toBe(200);
  slow.end();
  await waiting;
});

test("a conversation that piles up messages is told to wait, and the message is not stored", async () => {
  const { puppet, visitor } = await setUp();
  const texts = Array.from({ length: 9 }, (_, index) => `message-${index}`);
  const answers = await sendInOrder(visitor, texts);
  const refused = await visitor.send("one too many", { id: "late" });
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toBe("5");
  expect(await refused.json()).toMatchObject({ code: "too_many_waiting", retry_after: 5 });
  for (const text of texts) (await puppet.called(text)).end();
  await Promise.all(answers.map((answer) => answer.rest()));
  expect((await visitor.rows()).some(({ content }) => content === "one too many")).toBe(false);
});

test("the first message opens a session for a visitor who has none", async () => {
  const { backend } = createTestBackend();
  const visitor = createVisitor(backend);
  const response = await visitor.send("Hello");
  expect(response.headers.getSetCookie()).toHaveLength(1);
  expect(await visitor.rows()).toEqual([
    { role: "human", content: "Hello" },
    { role: "assistant", content: "You said: Hello" },
  ]);
});

test.each([
  ["JSON", "application/json", 502],
  ["text", "text/plain", 502],
])(
  "a reply that fails before its first word is a status in %s, and its reason stays inside",
  async (_what, accept, status) => {
    const { puppet, visitor, errors } = await setUp();
    const answer = visitor.send("Hello", { accept });
    (await puppet.called("Hello")).fail(new Error("key sk-123 refused"));
    const response = await answer;
    expect(response.status).toBe(status);
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({ code: "model" });
    expect(body).not.toContain("sk-123");
    expect(errors).toEqual([expect.objectContaining({ message: "key sk-123 refused" })]);
    expect(await visitor.rows()).toEqual([{ role: "human", content: "Hello" }]);
  },
);

test("a reply that fails half-way ends in one error event, and its text is kept", async () => {
  const { puppet, visitor } = await setUp();
  const events = readEvents(await visitor.send("Hello", { accept: EVENTS }));
  const call = await puppet.called("Hello");
  call.say("Well, ");
  call.fail(new Error("key sk-123 refused"));
  const rest = await events.rest();
  expect(rest.at(-1)?.event).toMatchObject({ type: "error", error: { code: "model", isRetryable: true } });
  expect(JSON.stringify(rest)).not.toContain("sk-123");
  expect((await visitor.rows()).at(-1)).toEqual({
    role: "assistant",
    content: "Well, ",
    status: "interrupted",
  });
});

test("a reply that fails half-way cuts its text, so that it is not taken for the whole", async () => {
  const { puppet, visitor } = await setUp();
  const answer = visitor.send("Hello", { accept: "text/plain" });
  const call = await puppet.called("Hello");
  call.say("Well, ");
  const response = await answer;
  call.fail(new Error("no"));
  await expect(response.text()).rejects.toThrow();
});

test.each([
  [
    "throws at once",
    () => {
      throw new Error("no");
    },
  ],
  ["rejects", () => Promise.reject(new Error("no"))],
])("a reply that %s is a failure of the model", async (_what, reply) => {
  const visitor = createVisitor(createTestBackend({ reply }).backend);
  expect(await (await visitor.send("Hello")).json()).toMatchObject({ code: "model" });
});

test("a reply that takes too long is ended, and its text is kept", async () => {
  const { puppet, visitor, clock } = await setUp();
  const events = readEvents(await visitor.send("Hello", { accept: EVENTS }));
  const call = await puppet.called("Hello");
  call.say("Hm");
  await events.next();
  await events.next();
  clock.advance(600_000);
  expect((await events.rest()).at(-1)?.event).toMatchObject({ type: "error", error: { code: "timeout" } });
  expect(call.turn.signal.aborted).toBe(true);
  expect((await visitor.rows()).at(-1)).toMatchObject({ content: "Hm", status: "interrupted" });
});

test("a reply over the limit is cut there and told to be", async () => {
  const puppet = createPuppetReply();
  const { backend } = createTestBackend({ reply: puppet.reply, maxReplyLength: 10 });
  const visitor = createVisitor(backend);
  const events = readEvents(await visitor.send("Hello", { accept: EVENTS }));
  const call = await puppet.called("Hello");
  call.say("12345", "6789012345", "never");
  const all = await events.rest();
  expect(textOfEvents(all)).toBe("1234567890");
  expect(all.at(-1)?.event).toEqual({ type: "finish", reason: "length" });
  expect(call.isAbandoned()).toBe(true);
});

test("a part replaces the one with its id, and text goes to the part it names", async () => {
  const { puppet, visitor } = await setUp();
  const answer = visitor.send("Hello");
  const call = await puppet.called("Hello");
  const tool = { type: "tool", id: "t", name: "search", state: "ready" } as const;
  call.say(tool, { type: "delta", id: "a", text: "A" }, { ...tool, state: "done", output: 1 });
  call.say({ type: "delta", id: "b", text: "B" }, { type: "delta", id: "a", text: "a" });
  call.end();
  expect(await (await answer).json()).toMatchObject({
    reply: "AaB",
    parts: [{ ...tool, state: "done", output: 1 }],
  });
});

test("a comment keeps a silent connection open every 15 seconds, and stops with the stream", async () => {
  const { puppet, visitor, clock } = await setUp();
  const events = readEvents(await visitor.send("Hello", { accept: EVENTS }));
  await events.next();
  const call = await puppet.called("Hello");
  const delta = events.next();
  clock.advance(1_000);
  for (const beats of [1, 2, 3]) {
    // The reply's time limit, its lease and the heartbeat.
    await settle(() => clock.pending() === 3);
    clock.advance(15_000);
    await settle(() => events.comments.length === beats);
  }
  expect(events.comments).toEqual(["heartbeat", "heartbeat", "heartbeat"]);
  call.say("Hi");
  expect((await delta)?.event).toMatchObject({ text: "Hi" });
  call.end();
  await events.rest();
  expect(clock.pending()).toBe(0);
});

test("a visitor who leaves does not end the reply, and leaves no timer behind", async () => {
  const { puppet, visitor, clock } = await setUp();
  const events = readEvents(await visitor.send("Hello", { id: "q", accept: EVENTS }));
  await events.next();
  await events.cancel();
  const call = await puppet.called("Hello");
  expect(call.turn.signal.aborted).toBe(false);
  call.say("Still here");
  call.end();
  const again = await visitor.send("Hello", { id: "q" });
  expect(await again.json()).toMatchObject({ reply: "Still here" });
  expect(clock.pending()).toBe(0);
});

/** Lets promises settle until something has become true. */
async function settle(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !isTrue(); turn += 1) await new Promise(setImmediate);
  expect(isTrue()).toBe(true);
}
