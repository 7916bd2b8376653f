import { expect, test } from "vitest";
import { sqliteStore } from "../../src/stores/sqlite.js";
import { readEvents, textOfEvents } from "../support/events.js";
import { createPuppetReply } from "../support/puppet-reply.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

const EVENTS = "text/event-stream";

async function setUp() {
  const puppet = createPuppetReply();
  const store = sqliteStore({ path: ":memory:" });
  const { backend } = createTestBackend({ reply: puppet.reply, store });
  const visitor = createVisitor(backend);
  const { session_id } = await visitor.session();
  return { backend, puppet, store, visitor, session_id };
}

test("the same message ten times at once is one message and one reply, told ten times", async () => {
  const { puppet, visitor } = await setUp();
  const answers = Array.from({ length: 10 }, () => visitor.send("Hello", { id: "q" }));
  const call = await puppet.called("Hello");
  call.say("Hi");
  call.end();
  const responses = await Promise.all(answers);
  const bodies = await Promise.all(responses.map((response) => response.json()));
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  expect(responses.filter(({ headers }) => headers.get("idempotent-replayed") === "true")).toHaveLength(9);
  expect(puppet.calls).toHaveLength(1);
  expect(await visitor.rows()).toHaveLength(2);
});

test("a message sent again joins the running reply from its start, which empties the bubble", async () => {
  const { puppet, visitor } = await setUp();
  const first = readEvents(await visitor.send("Hello", { id: "q", accept: EVENTS }));
  const call = await puppet.called("Hello");
  call.say("One ");
  await first.next();
  await first.next();
  const again = await visitor.send("Hello", { id: "q", accept: EVENTS });
  expect(again.headers.get("idempotent-replayed")).toBe("true");
  call.say("two");
  call.end();
  const [told, repeated] = await Promise.all([first.rest(), readEvents(again).rest()]);
  expect(textOfEvents(told)).toBe("two");
  expect(textOfEvents(repeated)).toBe("One two");
  expect(repeated[0]?.event).toMatchObject({ type: "start", replay: true });
  expect(repeated.at(-1)).toEqual(told.at(-1));
});

test.each([["application/json"], [EVENTS], ["text/plain"]])(
  "a message sent again after its reply gets the stored one, as %s",
  async (accept) => {
    const { puppet, visitor } = await setUp();
    const source = { type: "source", id: "s", url: "/" } as const;
    const answer = visitor.send("Hello", { id: "q" });
    const call = await puppet.called("Hello");
    call.say("Hi", source);
    call.end();
    const { id } = (await (await answer).json()) as { id: string };

    const again = await visitor.send("Hello", { id: "q", accept });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    if (accept === EVENTS) {
      expect((await readEvents(again).rest()).map(({ event }) => event)).toEqual([
        { type: "start", id, replay: true },
        { type: "delta", kind: "text", id: "text", text: "Hi" },
        { type: "part", part: source },
        { type: "finish", reason: "stop" },
      ]);
    } else if (accept === "text/plain") expect(await again.text()).toBe("Hi");
    else expect(await again.json()).toEqual({ reply: "Hi", id, parts: [source] });
    expect(puppet.calls).toHaveLength(1);
  },
);

test("another message under a known id is refused, and changes nothing", async () => {
  const { puppet, visitor } = await setUp();
  const answer = visitor.send("Hello", { id: "q" });
  const refused = await visitor.send("Good-bye", { id: "q" });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ code: "id_conflict" });
  (await puppet.called("Hello")).end();
  await answer;
  expect(puppet.calls).toHaveLength(1);
});

test("a visitor cannot write under the id of a reply", async () => {
  const { puppet, visitor } = await setUp();
  const answer = visitor.send("Hello", { id: "q" });
  const call = await puppet.called("Hello");
  call.say("Hi");
  call.end();
  const { id } = (await (await answer).json()) as { id: string };
  expect((await visitor.send("Hi", { id })).status).toBe(422);
});

test("a message whose reply was lost in a crash is answered when it comes again, without a second message", async () => {
  const { puppet, store, visitor, session_id } = await setUp();
  await store.addMessage(
    { owner: session_id, id: "main" },
    { parts: [], id: "q", text: "Hello", createdAt: 0 },
  );
  const answer = visitor.send("Hello", { id: "q" });
  const call = await puppet.called("Hello");
  call.say("Hi");
  call.end();
  await answer;
  expect(await visitor.rows()).toEqual([
    { role: "human", content: "Hello" },
    { role: "assistant", content: "Hi" },
  ]);
});

test("a reply that was interrupted is written anew in its place when the message comes again", async () => {
  const { puppet, visitor } = await setUp();
  const failing = visitor.send("Hello", { id: "q" });
  const call = await puppet.called("Hello");
  call.say("Well, ");
  call.fail(new Error("no"));
  expect((await failing).status).toBe(502);
  const [, cut] = (await visitor.history()).messages;

  const answer = visitor.send("Hello", { id: "q" });
  while (puppet.calls.length < 2) await new Promise(setImmediate);
  puppet.calls[1]?.say("Hi");
  puppet.calls[1]?.end();
  expect(await (await answer).json()).toMatchObject({ reply: "Hi", id: cut?.id });
  expect(await visitor.rows()).toEqual([
    { role: "human", content: "Hello" },
    { role: "assistant", content: "Hi" },
  ]);
});

test("sequence numbers ascend over turns, repetitions and restarts", async () => {
  const { puppet, store, visitor } = await setUp();
  const numbers: number[] = [];
  async function collect(backendVisitor: typeof visitor, id: string, index: number) {
    const events = readEvents(await backendVisitor.send(`Hello ${id}`, { id, accept: EVENTS }));
    while (puppet.calls.length <= index) await new Promise(setImmediate);
    puppet.calls[index]?.say("a", "b");
    puppet.calls[index]?.fail(new Error("no"));
    for (const event of await events.rest()) numbers.push(event.id ?? Number.NaN);
  }
  await collect(visitor, "one", 0);
  await collect(visitor, "two", 1);
  await collect(visitor, "one", 2);
  const restarted = createVisitor(createTestBackend({ reply: puppet.reply, store }).backend);
  for (const [name, value] of visitor.cookies) restarted.cookies.set(name, value);
  await collect(restarted, "three", 3);
  expect(numbers).toHaveLength(16);
  expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
});
