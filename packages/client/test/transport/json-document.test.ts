import { expect, test } from "vitest";
import { jsonDocumentFramer } from "../../src/transport/json-document.js";
import { everyCut, framesOf } from "../support/frames.js";

test.each([
  ["a document on one line", '{"reply":"hi"}', [{ reply: "hi" }]],
  [
    "a document over several lines",
    '\n{\n  "type": "x",\n  "reply": "hi"\n}\n',
    [{ type: "x", reply: "hi" }],
  ],
  ["a string", '"Hello\\nline two"', ["Hello\nline two"]],
  ["a list", '["a",\n"b"]', [["a", "b"]]],
  [
    "lines that begin with a typed object",
    '{"type":"a"}\n{"type":"b"}\n{"c":1}\n',
    [{ type: "a" }, { type: "b" }, { c: 1 }],
  ],
  ["lines without types", '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
  ["one typed line", '{"type":"a","reply":"hi"}\n', [{ type: "a", reply: "hi" }]],
  ["blanks before it", '\n\n {"reply":"hi"}', [{ reply: "hi" }]],
  ["nothing", "", []],
  ["blanks alone", " \n\n ", []],
  ["null, which is nothing", "null\n", []],
])("%s is read, wherever the text is cut", (_what, text, documents) => {
  for (const pieces of everyCut(text)) {
    const frames = framesOf(jsonDocumentFramer(), ...pieces);
    expect(frames.map(({ data }) => data)).toEqual(documents);
  }
});

test.each([["Sorry, no JSON."], ['{"reply": cut'], ['{"a":1}\nnot JSON\n'], ["<p>Hello</p>"]])(
  "%j is no JSON and comes as the text it is",
  (text) => {
    for (const pieces of everyCut(text)) {
      expect(framesOf(jsonDocumentFramer(), ...pieces)).toEqual([{ text }]);
    }
  },
);

test("typed lines come as they arrive", () => {
  const framer = jsonDocumentFramer();
  expect(framer.push('{"type":"a"}')).toEqual([]);
  expect(framer.push('\n{"type"')).toEqual([{ text: '{"type":"a"}', data: { type: "a" } }]);
});

test("a document that grows without end is refused", () => {
  const framer = jsonDocumentFramer();
  const piece = `"${"x".repeat(1_000_000)}`;
  expect(() => framesOf(framer, piece, piece, piece, piece, piece)).toThrow(
    expect.objectContaining({ code: "protocol", message: expect.stringContaining("4000000 characters") }),
  );
});

test("a document nested a million deep ends in frames, not in a crash", () => {
  const text = "[".repeat(1_000_000) + "]".repeat(1_000_000);
  expect(framesOf(jsonDocumentFramer(), text)).toHaveLength(1);
});
