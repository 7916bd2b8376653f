import { expect, test } from "vitest";
import { pick, place } from "../../src/protocols/pick.js";

test.each([
  ["a name", { a: 1 }, "a", 1],
  ["a name with a dot", { "a.b": 1, a: { b: 2 } }, "a.b", 1],
  ["a pointer", { data: { answer: "hi" } }, "/data/answer", "hi"],
  ["a place in a list", { choices: [{ text: "a" }, { text: "b" }] }, "/choices/1/text", "b"],
  ["a slash in a name", { "a/b": { "c~d": 1 } }, "/a~1b/c~0d", 1],
  ["an escaped escape", { "~1": 1 }, "/~01", 1],
  ["an empty name", { "": { "": 1 } }, "//", 1],
  ["a hostile name that the answer really has", JSON.parse('{"__proto__":"own"}'), "__proto__", "own"],
])("finds %s", (_what, value, field, found) => {
  expect(pick(value, field)).toBe(found);
});

test.each([
  ["no such name", { a: 1 }, "b"],
  ["no such place", ["a"], "/1"],
  ["nothing below a text", { a: "text" }, "/a/length"],
  ["the prototype", {}, "__proto__"],
  ["the constructor", {}, "constructor"],
  ["the constructor of what was found", { a: {} }, "/a/constructor/prototype"],
  ["a method of a list", [1], "/map"],
  ["anything in null", null, "a"],
  ["anything in a text", "text", "length"],
  ["anything in nothing", undefined, "a"],
])("does not find %s", (_what, value, field) => {
  expect(pick(value, field)).toBeUndefined();
});

test.each([
  ["a name", [["message", "hi"]], '{"message":"hi"}'],
  ["a pointer", [["/input/text", "hi"]], '{"input":{"text":"hi"}}'],
  [
    "two pointers into one object",
    [
      ["/input/text", "hi"],
      ["/input/id", "1"],
    ],
    '{"input":{"text":"hi","id":"1"}}',
  ],
  [
    "a pointer through a value, which gives way",
    [
      ["a", "hi"],
      ["/a/b", "1"],
    ],
    '{"a":{"b":"1"}}',
  ],
  ["a slash in a name", [["/a~1b", "hi"]], '{"a/b":"hi"}'],
  ["a name that is special elsewhere", [["/__proto__/polluted", "hi"]], '{"__proto__":{"polluted":"hi"}}'],
] as const)("places %s", (_what, values, body) => {
  expect(JSON.stringify(place(values))).toBe(body);
  expect({}).not.toHaveProperty("polluted");
});

test("finds what it placed", () => {
  expect(pick(place([["/a/b~1c", "hi"]]), "/a/b~1c")).toBe("hi");
});
