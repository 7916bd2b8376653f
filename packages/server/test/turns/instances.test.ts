import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { ChatBackendOptions } from "../../src/index.js";
import { sqliteStore } from "../../src/stores/sqlite.js";
import { LEASE_MS } from "../../src/turns/turn-leases.js";
import { readEvents, textOfEvents } from "../support/events.js";
import { createManualClock } from "../support/manual-clock.js";
import { createPuppetReply } from "../support/puppet-reply.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor, type Visitor } from "../support/visitor.js";

const EVENTS = "text/event-stream";
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Two instances that share a database and a clock, and one visitor whose requests reach either. */
async function setUp(options: Partial<ChatBackendOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "chatisle-instances-"));
  folders.push(folder);
  const clock = createManualClock();
  const { now, schedule } = clock;
  const puppet = createPuppetReply();
  const instances = [0, 1].map(() => {
    const store = sqliteStore({ path: join(folder, "chat.sqlite"), now });
    const { backend } = createTestBackend({ store, reply: puppet.reply, now, schedule, ...options });
    return { backend, store, visitor: createVisitor(backend) };
  });
  const [one, other] = instances;
  if (one === undefined || other === undefined) throw new Error("There are no two instances.");
  await one.visitor.session();
  for (const [name, value] of one.visitor.cookies) other.visitor.cookies.set(name, value);
  /** Moves the clock until something has happened: instances look at a shared file once a second. */
  async function during<Result>(promise: Promise<Result>): Promise<Result> {
    let isDone = false;
    const done = promise.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      clock.advance(250);
      await new Promise(setImmediate);
    }
    return done;
  }
  return { one, other, puppet, clock, during };
}

const contents = async (visitor: Visitor) => (await visitor.rows()).map(({ content }) => content);

test("a reply that one instance writes is followed at another, from any event on", async () => {
  const { one, other, puppet, during } = await setUp();
  const events = readEvents(await one.visitor.send("Hello", { accept: EVENTS }));
  const call = await puppet.called("Hello");
  call.say("One ");
  const start = await events.next();
  const resumed = readEvents(await other.visitor.fetch(`/chat/stream?after=${start?.id}`));
  expect((await during(resumed.next()))?.event).toMatchObject({ type: "delta", text: "One " });
  call.say("two");
  call.end();
  const rest = await during(resumed.rest());
  expect(textOfEvents(rest)).toBe("two");
  expect(rest.at(-1)?.event).toEqual({ type: "finish", reason: "stop" });
  expect(await events.rest()).toEqual([
    expect.objectContaining({ event: expect.objectContaining({ text: "One " }) }),
    ...rest,
  ]);
});

test("the same message at two instances at once is answered once, and told at both", async () => {
  const { one, other, puppet, during } = await setUp();
  const answers = [one, other].map(({ visitor }) => visitor.send("Hello", { id: "q" }));
  const call = await during(puppet.called("Hello"));
  call.say("Hi");
  call.end();
  const bodies = await during(
    Promise.all(answers.map(async (answer) => (await answer).json() as Promise<{ reply: string }>)),
  );
  expect(bodies.map(({ reply }) => reply)).toEqual(["Hi", "Hi"]);
  expect(puppet.calls).toHaveLength(1);
  expect(await contents(one.visitor)).toEqual(["Hello", "Hi"]);
});

test("a reply is stopped at another instance than the one that writes it", async () => {
  const { one, other, puppet, during } = await setUp();
  const answer = one.visitor.send("Hello", { id: "q" });
  const call = await puppet.called("Hello");
  call.say("Half");
  expect((await other.visitor.stop("q")).status).toBe(204);
  expect(await (await during(answer)).json()).toMatchObject({ reply: "Half", status: "stopped" });
  expect(call.turn.signal.aborted).toBe(true);
});

test("messages of one conversation at two instances are answered one after the other", async () => {
  const { one, other, puppet, during } = await setUp();
  const first = one.visitor.send("First");
  const call = await puppet.called("First");
  const second = other.visitor.send("Second");
  const early = await during(Promise.race([puppet.called("Second"), other.visitor.rows()]));
  expect(early).toHaveLength(2);
  call.say("1");
  call.end();
  await first;
  const next = await during(puppet.called("Second"));
  expect(next.turn.messages.map(({ text }) => text)).toEqual(["First", "1", "Second"]);
  next.end();
  await during(second);
});

test("data is deleted at one instance while another one writes a reply, which ends and is not kept", async () => {
  const { one, other, puppet, during } = await setUp();
  const answer = one.visitor.send("Hello");
  const call = await puppet.called("Hello");
  call.say("Hi");
  const response = await during(other.visitor.fetch("/api/session/data", { method: "DELETE" }));
  expect(response.status).toBe(204);
  await during(answer);
  expect(await contents(one.visitor)).toEqual([]);
});

/**
 * Writes half a reply at an instance that then says nothing any more, as after a crash.
 * @returns The last event that the visitor got: of a crashed instance's last words the store has none.
 */
async function crash({ one, puppet, clock }: Awaited<ReturnType<typeof setUp>>): Promise<number> {
  const events = readEvents(await one.visitor.send("Hello", { id: "q", accept: EVENTS }));
  const call = await puppet.called("Hello");
  call.say("As I was");
  await events.next();
  await events.next();
  clock.advance(1_000);
  await new Promise(setImmediate);
  await one.store.close();
  call.say(" about to", " say");
  await events.next();
  const last = await events.next();
  await events.cancel();
  return last?.id ?? 0;
}

test("the reply of an instance that died is told as interrupted, and what it had said is kept", async () => {
  const test = await setUp({ onError: () => {} });
  await crash(test);
  const { other, during } = test;
  const events = await during(readEvents(await other.visitor.fetch("/chat/stream")).rest());
  expect(textOfEvents(events)).toBe("As I was");
  expect(events.at(-1)?.event).toMatchObject({
    type: "error",
    error: { code: "interrupted", isRetryable: true },
  });
  expect(await other.visitor.rows()).toEqual([
    { role: "human", content: "Hello" },
    { role: "assistant", content: "As I was", status: "interrupted" },
  ]);
  expect((await other.visitor.fetch("/chat/stream")).status).toBe(204);
});

test("whoever has seen more of a reply than was recorded is told of its interruption as well", async () => {
  const test = await setUp({ onError: () => {} });
  const last = await crash(test);
  const { other, during } = test;
  const events = await during(readEvents(await other.visitor.fetch(`/chat/stream?after=${last}`)).rest());
  expect(events.map(({ event }) => event)).toMatchObject([{ type: "error", error: { code: "interrupted" } }]);
});

test("the next message after a crash is answered when the lease of the turn before is over", async () => {
  const test = await setUp({ onError: () => {} });
  await crash(test);
  const { other, puppet, during } = test;
  const answer = other.visitor.send("And now?");
  const call = await during(puppet.called("And now?"));
  call.say("Hi");
  call.end();
  expect(await (await during(answer)).json()).toMatchObject({ reply: "Hi" });
  expect(await contents(other.visitor)).toEqual(["Hello", "As I was", "And now?", "Hi"]);
});

test("a message whose instance died is answered by another one when it comes again", async () => {
  const test = await setUp({ onError: () => {} });
  await crash(test);
  const { other, puppet, clock, during } = test;
  clock.advance(LEASE_MS);
  const answer = other.visitor.send("Hello", { id: "q" });
  while (puppet.calls.length < 2) await new Promise(setImmediate);
  puppet.calls[1]?.say("Hi");
  puppet.calls[1]?.end();
  expect(await (await during(answer)).json()).toMatchObject({ reply: "Hi" });
  expect(await contents(other.visitor)).toEqual(["Hello", "Hi"]);
});

test("an instance that is only slow keeps its turn", async () => {
  const { one, other, puppet, clock } = await setUp();
  const answer = one.visitor.send("Hello", { id: "q" });
  const call = await puppet.called("Hello");
  for (let second = 0; second < 60; second += 1) {
    clock.advance(1_000);
    await new Promise(setImmediate);
  }
  expect(await other.store.lostTurns()).toEqual([]);
  call.say("Late");
  call.end();
  expect(await (await answer).json()).toMatchObject({ reply: "Late" });
});
