import { describe, expect, test } from "vitest";
import { emptyReply } from "../src/begun-reply.js";
import { type ChatEvent, type FinishReason, textOf } from "../src/protocol/index.js";
import { applyEvent } from "../src/reply-bubbles.js";

const AT = "2026-01-01T00:00:00Z";
const EMPTY = emptyReply("r1", AT);
const after = (...events: readonly ChatEvent[]) => events.reduce(applyEvent, EMPTY);
/** Each bubble as its id, its text and its status. */
const shown = (...events: readonly ChatEvent[]) =>
  after(...events).messages.map((message) => [message.id, textOf(message), message.status]);

const delta = (text: string, more: Partial<Extract<ChatEvent, { type: "delta" }>> = {}): ChatEvent => ({
  type: "delta",
  kind: "text",
  text,
  ...more,
});
const finish = (reason: FinishReason = "stop"): ChatEvent => ({ type: "finish", reason });
const error = (code: "model" | "interrupted" | "network" | "timeout" | "rate"): ChatEvent => ({
  type: "error",
  error: { code, message: code, isRetryable: true },
});
const source = (id: string, title?: string): ChatEvent => ({
  type: "part",
  part: { type: "source", id, ...(title !== undefined && { title }) },
});
const STEP: ChatEvent = { type: "step" };
const RESET_STEP: ChatEvent = { type: "reset", to: "step" };
const RESET_MESSAGE: ChatEvent = { type: "reset", to: "message" };

test("a turn begins with one empty bubble that waits", () => {
  expect(EMPTY.messages).toEqual([
    { id: "r1", role: "assistant", parts: [], status: "pending", createdAt: AT },
  ]);
});

describe("a bubble", () => {
  test.each<[string, ChatEvent[], [string, string, string][]]>([
    ["streams from its first text on", [delta("hi")], [["r1", "hi", "streaming"]]],
    ["streams from its start on", [{ type: "start" }], [["r1", "", "streaming"]]],
    [
      "takes the name the backend gives it",
      [{ type: "start", id: "b1" }, delta("hi")],
      [["b1", "hi", "streaming"]],
    ],
    ["takes the name its first text brings", [delta("hi", { message: "b1" })], [["b1", "hi", "streaming"]]],
    [
      "keeps its name when it is named again",
      [{ type: "start", id: "b1" }, { type: "start", id: "b1" }, delta("hi")],
      [["b1", "hi", "streaming"]],
    ],
    ["joins its text", [delta("Hel"), delta("lo")], [["r1", "Hello", "streaming"]]],
    [
      "is emptied by a replay",
      [delta("Hel"), { type: "start", replay: true }, delta("Hello")],
      [["r1", "Hello", "streaming"]],
    ],
    [
      "is not emptied by a start without one",
      [delta("Hel"), { type: "start" }, delta("lo")],
      [["r1", "Hello", "streaming"]],
    ],
    [
      "is left as it is by ids and tokens",
      [delta("hi"), { type: "meta", token: "7" }],
      [["r1", "hi", "streaming"]],
    ],
    [
      "is left as it is by a snapshot of the transcript",
      [delta("hi"), { type: "history", messages: [] }],
      [["r1", "hi", "streaming"]],
    ],
  ])("%s", (_what, events, bubbles) => {
    expect(shown(...events)).toEqual(bubbles);
  });

  test.each<[string, ChatEvent[], [string, string, string][]]>([
    [
      "a second start",
      [delta("a"), { type: "start", id: "b2" }, delta("b")],
      [
        ["r1", "a", "streaming"],
        ["b2", "b", "streaming"],
      ],
    ],
    [
      "a text for another one",
      [delta("a"), delta("b", { message: "b2" })],
      [
        ["r1", "a", "streaming"],
        ["b2", "b", "streaming"],
      ],
    ],
    [
      "texts that alternate",
      [delta("a", { message: "x" }), delta("b", { message: "y" }), delta("A", { message: "x" }), delta("!")],
      [
        ["x", "aA!", "streaming"],
        ["y", "b", "streaming"],
      ],
    ],
  ])("is followed by another with %s", (_what, events, bubbles) => {
    expect(shown(...events)).toEqual(bubbles);
  });

  test("keeps its identity while another one grows", () => {
    const before = after(delta("a"), delta("b", { message: "b2" }));
    const grown = applyEvent(before, delta("c"));
    expect(grown.messages[0]).toBe(before.messages[0]);
    expect(grown.messages[1]).not.toBe(before.messages[1]);
  });

  test("that comes later has the time of the turn", () => {
    expect(
      after(delta("a"), delta("b", { message: "b2" })).messages.map((message) => message.createdAt),
    ).toEqual([AT, AT]);
  });
});

describe("parts", () => {
  const partsAfter = (...events: readonly ChatEvent[]) => after(...events).messages[0]?.parts;

  test("of text and reasoning are kept apart, each by its id", () => {
    expect(
      partsAfter(
        delta("I think", { kind: "reasoning" }),
        delta("a", { id: "1" }),
        delta("b", { id: "2" }),
        delta("A", { id: "1" }),
        delta(" so", { kind: "reasoning", done: true }),
      ),
    ).toEqual([
      { type: "reasoning", id: "0", text: "I think so", done: true },
      { type: "text", id: "1", text: "aA", done: false },
      { type: "text", id: "2", text: "b", done: false },
    ]);
  });

  test("with the same id are replaced field by field", () => {
    expect(partsAfter(source("s", "Old"), source("t"), source("s", "New"), source("s"))).toEqual([
      { type: "source", id: "s", title: "New" },
      { type: "source", id: "t" },
    ]);
  });

  test("with the same id and another type are other parts", () => {
    expect(
      partsAfter(source("0"), delta("hi"), {
        type: "part",
        part: { type: "data", id: "0", name: "n", value: 1 },
      }),
    ).toMatchObject([{ type: "source" }, { type: "text" }, { type: "data" }]);
  });

  test("of a tool take its arguments as they are written", () => {
    const tool = (inputText: string, state: "input" | "ready"): ChatEvent => ({
      type: "part",
      append: "inputText",
      part: { type: "tool", id: "t", inputText, state },
    });
    expect(partsAfter(tool('{"a":', "input"), tool("1}", "ready"))).toEqual([
      { type: "tool", id: "t", inputText: '{"a":1}', state: "ready" },
    ]);
  });

  test("beyond five hundred are left out, and what is there still grows", () => {
    const many = Array.from({ length: 600 }, (_, index) => source(`s${index}`));
    const parts = partsAfter(delta("a"), ...many, delta("b"), delta("late", { id: "new" }));
    expect(parts).toHaveLength(500);
    expect(parts?.[0]).toMatchObject({ text: "ab" });
  });
});

describe("a step", () => {
  test.each<[string, ChatEvent[], string]>([
    ["is what is rolled back to", [delta("a"), STEP, delta("b", { id: "1" }), RESET_STEP], "a"],
    ["that is new replaces the last one", [STEP, delta("a"), STEP, delta("b", { id: "1" }), RESET_STEP], "a"],
    [
      "can be rolled back to again",
      [delta("a"), STEP, delta("b", { id: "1" }), RESET_STEP, delta("c", { id: "2" }), RESET_STEP],
      "a",
    ],
    ["that never was is the beginning", [delta("a"), RESET_STEP], ""],
    [
      "is forgotten when the whole message is rolled back",
      [delta("a"), STEP, RESET_MESSAGE, delta("b"), delta("c", { id: "1" }), RESET_STEP],
      "",
    ],
    [
      "is forgotten by a replay",
      [delta("a"), STEP, { type: "start", replay: true }, delta("b"), RESET_STEP],
      "",
    ],
    [
      "lets the text go on after it is rolled back",
      [delta("a"), STEP, delta("b", { id: "1" }), RESET_STEP, delta("c", { id: "1" })],
      "ac",
    ],
  ])("%s", (_what, events, text) => {
    expect(shown(...events)).toEqual([["r1", text, "streaming"]]);
  });

  test("belongs to the bubble it names", () => {
    const x = { message: "x" };
    const y = { message: "y" };
    expect(
      shown(
        delta("a", x),
        delta("b", y),
        { type: "step", ...x },
        delta("c", { ...x, id: "1" }),
        delta("d", y),
        { type: "reset", to: "step", ...x },
      ),
    ).toEqual([
      ["x", "a", "streaming"],
      ["y", "bd", "streaming"],
    ]);
  });
});

describe("a turn ends", () => {
  test.each<[string, ChatEvent, string]>([
    ["well", finish(), "done"],
    ["at its greatest length", finish("length"), "done"],
    ["by the visitor's doing", finish("stopped"), "stopped"],
    ["by a failure of the model", error("model"), "error"],
    ["by a refusal", error("rate"), "error"],
    ["by a cut", error("interrupted"), "interrupted"],
    ["by the loss of the network", error("network"), "interrupted"],
    ["by silence", error("timeout"), "interrupted"],
  ])("%s, and keeps its text", (_how, end, status) => {
    const [message] = after(delta("half"), end).messages;
    expect(message).toMatchObject({ status, parts: [{ text: "half", done: true }] });
    expect(message?.error).toEqual(end.type === "error" ? end.error : undefined);
  });

  test("for all of its bubbles", () => {
    expect(shown(delta("a"), delta("b", { message: "b2" }), finish())).toEqual([
      ["r1", "a", "done"],
      ["b2", "b", "done"],
    ]);
  });

  const LATE: readonly ChatEvent[] = [
    delta("late"),
    delta("late", { message: "b2" }),
    { type: "start", id: "b2" },
    { type: "start", replay: true },
    source("s"),
    STEP,
    RESET_MESSAGE,
    { type: "reset", to: "message", message: "b2" },
    finish(),
    finish("stopped"),
    error("model"),
  ];

  test.each(LATE)("and then %j changes nothing", (late) => {
    for (const end of [finish(), error("interrupted")]) {
      const ended = after(delta("a"), end);
      expect(applyEvent(ended, late)).toBe(ended);
    }
  });

  test("by its first error, whatever is said later", () => {
    const [message] = after(delta("a"), error("model"), error("rate"), finish()).messages;
    expect(message).toMatchObject({ status: "error", error: { code: "model" } });
  });
});
