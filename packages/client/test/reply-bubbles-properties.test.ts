import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyReply } from "../src/begun-reply.js";
import type { ChatEvent, FailureCode, FinishReason, Message } from "../src/protocol/index.js";
import { applyEvent } from "../src/reply-bubbles.js";

const reply = (events: readonly ChatEvent[]) =>
  events.reduce(applyEvent, emptyReply("r1", "2026-01-01T00:00:00Z"));

/** Few ids, so that they meet; and such as are names of something in every object. */
const id = fc.constantFrom("r1", "a", "b", "__proto__", "constructor", "toString", "");
const bubble = { message: fc.option(id, { nil: undefined }) };
const named = <Event extends object>(arbitrary: fc.Arbitrary<Event>) =>
  fc
    .tuple(arbitrary, fc.record(bubble))
    .map(([event, { message }]) => ({ ...event, ...(message !== undefined && { message }) }) as Event);

const part = fc.oneof(
  fc.record({ type: fc.constant("source" as const), id, title: fc.string() }),
  fc.record({ type: fc.constantFrom("text" as const, "reasoning" as const), id, text: fc.string() }),
  fc.record({
    type: fc.constant("tool" as const),
    id,
    inputText: fc.string(),
    state: fc.constantFrom("input" as const, "done" as const),
  }),
  fc.record({ type: fc.constant("data" as const), id, name: fc.string(), value: fc.jsonValue() }),
);
const delta = fc.record({
  type: fc.constant("delta" as const),
  kind: fc.constantFrom("text" as const, "reasoning" as const),
  id,
  text: fc.string({ unit: "binary" }),
});
const middle: fc.Arbitrary<ChatEvent> = named(
  fc.oneof(
    { arbitrary: delta, weight: 4 },
    fc.record({ type: fc.constant("start" as const), id, replay: fc.boolean() }),
    fc.record({ type: fc.constant("part" as const), part }),
    fc.record({ type: fc.constant("part" as const), part, append: fc.constant("inputText" as const) }),
    fc.constant({ type: "step" as const }),
    fc.record({
      type: fc.constant("reset" as const),
      to: fc.constantFrom("step" as const, "message" as const),
    }),
    fc.record({ type: fc.constant("meta" as const), token: fc.string() }),
    fc.constant({ type: "history" as const, messages: [] }),
  ),
);
const end: fc.Arbitrary<ChatEvent> = fc.oneof(
  fc
    .constantFrom<FinishReason>("stop", "length", "stopped")
    .map((reason) => ({ type: "finish" as const, reason })),
  fc.constantFrom<FailureCode>("model", "interrupted", "network").map((code) => ({
    type: "error" as const,
    error: { code, message: code, isRetryable: true },
  })),
);

const isOpen = ({ status }: Message) => status === "pending" || status === "streaming";

test("any events in any order leave bubbles that are all open or all ended, with names of their own", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof({ arbitrary: middle, weight: 12 }, end), { maxLength: 40 }), (events) => {
      const { messages } = reply(events);
      const isEnded = events.some(({ type }) => type === "finish" || type === "error");
      expect(messages.filter(isOpen)).toHaveLength(isEnded ? 0 : messages.length);
      expect(new Set(messages.map((message) => message.id)).size).toBe(messages.length);
      for (const message of messages) {
        const keys = message.parts.map(({ type, id }) => `${type} ${id}`);
        expect(new Set(keys).size).toBe(keys.length);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("nothing that comes after the end changes anything", () => {
  fc.assert(
    fc.property(
      fc.array(middle, { maxLength: 20 }),
      end,
      fc.array(fc.oneof(middle, end)),
      (before, ended, late) => {
        expect(reply([...before, ended, ...late])).toEqual(reply([...before, ended]));
      },
    ),
    { numRuns: 1_000 },
  );
});

test("a text is the same wherever it was cut on its way", () => {
  fc.assert(
    fc.property(fc.array(middle, { maxLength: 20 }), fc.nat({ max: 8 }), (events, place) => {
      const cut = events.flatMap((event): ChatEvent[] =>
        event.type === "delta"
          ? [
              { ...event, text: event.text.slice(0, place) },
              { ...event, text: event.text.slice(place) },
            ]
          : [event],
      );
      expect(reply(cut)).toEqual(reply(events));
    }),
    { numRuns: 1_000 },
  );
});

test("a replay from the start leaves what the first time left", () => {
  fc.assert(
    fc.property(fc.array(delta, { minLength: 1, maxLength: 20 }), fc.nat({ max: 20 }), (deltas, seen) => {
      const start: ChatEvent = { type: "start", id: "r1" };
      const once = reply([start, ...deltas]);
      const twice = reply([start, ...deltas.slice(0, seen), { ...start, replay: true }, ...deltas]);
      expect(twice.messages).toEqual(once.messages);
    }),
  );
});

/** What a reply in one bubble is made of. */
const inOneBubble: fc.Arbitrary<ChatEvent> = fc.oneof(
  { arbitrary: delta, weight: 3 },
  fc.record({ type: fc.constant("part" as const), part }),
  fc.record({ type: fc.constant("part" as const), part, append: fc.constant("inputText" as const) }),
  fc.constant({ type: "step" as const }),
  fc.record({
    type: fc.constant("reset" as const),
    to: fc.constantFrom("step" as const, "message" as const),
  }),
);

test("a replay of any events, however often and wherever it was cut, leaves what they left once", () => {
  fc.assert(
    fc.property(
      fc.array(inOneBubble, { maxLength: 20 }),
      fc.array(fc.nat({ max: 20 }), { maxLength: 3 }),
      fc.option(end, { nil: undefined }),
      (events, cuts, ended) => {
        const start: ChatEvent = { type: "start", id: "r1" };
        const again: ChatEvent = { ...start, replay: true };
        const rest = [...events, ...(ended === undefined ? [] : [ended])];
        const replayed = cuts.flatMap((cut) => [...events.slice(0, cut), again]);
        expect(reply([start, ...replayed, ...rest]).messages).toEqual(reply([start, ...rest]).messages);
      },
    ),
    { numRuns: 1_000 },
  );
});

test("what upserts a part, marks, names or ends can be said twice", () => {
  const upsert = named(fc.record({ type: fc.constant("part" as const), part }));
  const other = middle.filter(({ type }) => type !== "delta" && type !== "part");
  fc.assert(
    fc.property(fc.array(middle, { maxLength: 20 }), fc.oneof(upsert, other, end), (before, event) => {
      const once = reply([...before, event]);
      expect(applyEvent(once, event)).toEqual(once);
    }),
    { numRuns: 1_000 },
  );
});

test("an event leaves the state before it as it was", () => {
  fc.assert(
    fc.property(fc.array(middle, { maxLength: 20 }), fc.oneof(middle, end), (events, next) => {
      const before = reply(events);
      const copy = structuredClone(before);
      applyEvent(before, next);
      expect(before).toEqual(copy);
    }),
  );
});
