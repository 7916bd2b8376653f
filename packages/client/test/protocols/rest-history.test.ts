import { describe, expect, test } from "vitest";
import { textOf } from "../../src/protocol/index.js";
import { type RowOptions, readHistoryPage } from "../../src/protocols/rest-history.js";

const PATH = "/api/chat/history";
const read = (answer: unknown, fields: RowOptions = {}, cursor?: string) =>
  readHistoryPage(answer, fields, { path: PATH, cursor });
const shown = (answer: unknown, fields?: RowOptions) =>
  read(answer, fields).items.map((message) => [message.role, textOf(message)]);

test("the founding answer is a transcript, oldest first", () => {
  const answer = {
    messages: [
      { role: "human", content: "hi" },
      { role: "assistant", content: "hello" },
    ],
  };
  expect(read(answer)).toEqual({
    items: [
      {
        id: "row--0",
        role: "user",
        status: "done",
        parts: [{ type: "text", id: "0", text: "hi", done: true }],
      },
      {
        id: "row--1",
        role: "assistant",
        status: "done",
        parts: [{ type: "text", id: "0", text: "hello", done: true }],
      },
    ],
  });
});

test.each([
  ["human", "user"],
  ["user", "user"],
  ["visitor", "user"],
  ["assistant", "assistant"],
  ["ai", "assistant"],
  ["bot", "assistant"],
  ["model", "assistant"],
])("the role %j is the %s's", (role, expected) => {
  expect(shown([{ role, content: "x" }])).toEqual([[expected, "x"]]);
});

test.each([
  ["system"],
  ["tool"],
  ["__proto__"],
  ["constructor"],
  ["toString"],
  [""],
  [null],
  [7],
  [["user"]],
])("a row with the role %j is no bubble", (role) => {
  expect(
    shown([
      { role: "user", content: "a" },
      { role, content: "x" },
    ]),
  ).toEqual([["user", "a"]]);
});

test.each([
  [null],
  [[]],
  ["text"],
  [{ role: "user" }],
  [{ role: "user", content: 7 }],
  [{ role: "user", content: null }],
  [{ content: "x" }],
])("the row %j is left out, and the others stay", (row) => {
  expect(shown([row, { role: "user", content: "a" }])).toEqual([["user", "a"]]);
});

test("a row tells its id, time, parts and how it ended", () => {
  const row = {
    id: "m7",
    role: "assistant",
    content: "half",
    created_at: "2026-01-01T12:00:00Z",
    status: "interrupted",
    parts: [
      { type: "source", id: "s", url: "https://example.com" },
      { type: "script", id: "x" },
    ],
  };
  expect(read([row]).items).toEqual([
    {
      id: "m7",
      role: "assistant",
      status: "interrupted",
      createdAt: "2026-01-01T12:00:00Z",
      parts: [
        { type: "text", id: "0", text: "half", done: true },
        { type: "source", id: "s", url: "https://example.com" },
      ],
    },
  ]);
});

test.each([
  ["a number as id", { id: 7 }, { id: "7" }],
  ["zero as id", { id: 0 }, { id: "0" }],
  ["no id", {}, { id: "row--0" }],
  ["an empty id", { id: "" }, { id: "row--0" }],
  ["an id of another kind", { id: {} }, { id: "row--0" }],
  ["an id without end", { id: "x".repeat(1_000) }, { id: "x".repeat(256) }],
  ["a status nobody knows", { status: "exploded" }, { status: "done" }],
  ["a status that was stopped", { status: "stopped" }, { status: "stopped" }],
  ["parts that are no list", { parts: "x" }, { parts: [{ type: "text", text: "x" }] }],
])("a row with %s", (_what, more, expected) => {
  expect(read([{ role: "user", content: "x", ...more }]).items).toMatchObject([expected]);
});

test.each([["yesterday-ish"], [7], [null], [{}]])("the time %j is no time", (created_at) => {
  expect(read([{ role: "user", content: "x", created_at }]).items[0]).not.toHaveProperty("createdAt");
});

describe("pages", () => {
  const rows = [{ role: "user", content: "x" }];

  test.each([
    [{ next_cursor: "older" }, "older"],
    [{ next_cursor: 50 }, "50"],
    [{ next_cursor: "" }, undefined],
    [{ next_cursor: null }, undefined],
    [{ next_cursor: {} }, undefined],
    [{}, undefined],
  ])("after %j", (more, next) => {
    expect(read({ messages: rows, ...more }).next).toBe(next);
  });

  test("rows without ids are told apart between pages", () => {
    const newest = read({ messages: rows }).items;
    const older = read({ messages: rows }, {}, "older").items;
    expect(older[0]?.id).not.toBe(newest[0]?.id);
  });

  test("a page that is no list of rows but an empty one is empty", () => {
    expect(read({ messages: [] })).toEqual({ items: [] });
  });

  test("of a thousand rows and more keep the newest thousand", () => {
    const many = Array.from({ length: 1_200 }, (_, index) => ({ role: "user", content: String(index) }));
    const { items } = read({ messages: many });
    expect(items).toHaveLength(1_000);
    expect(items.map(textOf).at(0)).toBe("200");
    expect(items.map(textOf).at(-1)).toBe("1199");
  });
});

test("names and pointers lead to the rows of another backend", () => {
  const answer = { data: { log: [{ from: { kind: "bot" }, body: "hi" }] } };
  const fields = { messages: "/data/log", role: "/from/kind", content: "body" };
  expect(shown(answer, fields)).toEqual([["assistant", "hi"]]);
});

test.each([
  ["an object without rows", {}],
  ["rows that are no list", { messages: { 0: { role: "user", content: "x" } } }],
  ["null", null],
  ["nothing", undefined],
  ["a text", "messages"],
])("%s is an error that says where to look", (_what, answer) => {
  expect(() => read(answer)).toThrow(
    expect.objectContaining({
      code: "protocol",
      message: expect.stringMatching(/^\/api\/chat\/history answered .* "fields\.messages"\.$/),
    }),
  );
});

test("a text without end is cut", () => {
  const [message] = read([{ role: "user", content: "x".repeat(1_000_001) }]).items;
  expect(message && textOf(message).length).toBe(1_000_000);
});

test("hostile names change no prototype", () => {
  const answer = JSON.parse(
    '{"__proto__":{"messages":[]},"messages":[{"role":"user","content":"x","__proto__":{"id":"evil","polluted":1}}]}',
  );
  const [message] = read(answer).items;
  expect(message?.id).toBe("row--0");
  expect(message).not.toHaveProperty("polluted");
  expect({}).not.toHaveProperty("polluted");
});
