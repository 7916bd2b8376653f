import { expect, test } from "vitest";
import { ndjsonFramer } from "../../src/transport/ndjson.js";
import { everyCut, framesOf } from "../support/frames.js";

test.each([
  ["lines", '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
  ["a last line without an end", '{"a":1}\n{"a":2}', [{ a: 1 }, { a: 2 }]],
  ["CRLF", '{"a":1}\r\n{"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
  ["blank lines", '\n{"a":1}\n\n  \n{"a":2}\n\n', [{ a: 1 }, { a: 2 }]],
  ["record separators", '\u001e{"a":1}\n\u001e{"a":2}\n', [{ a: 1 }, { a: 2 }]],
  ["values that are no objects", '"a"\n1\nnull\n[]\n', ["a", 1, null, []]],
  ["a separator inside a string", '{"a":"x\u2028y 👋🏽"}\n', [{ a: "x\u2028y 👋🏽" }]],
])("%s are read as JSON, wherever the text is cut", (_what, text, documents) => {
  for (const pieces of everyCut(text)) {
    const frames = framesOf(ndjsonFramer(), ...pieces);
    expect(frames.map(({ data }) => data)).toEqual(documents);
  }
});

test("a line that is no JSON is handed on as text, and the next ones are read", () => {
  expect(framesOf(ndjsonFramer(), '{"a":1}\noops {\n{"a":2}\n')).toEqual([
    { text: '{"a":1}', data: { a: 1 } },
    { text: "oops {" },
    { text: '{"a":2}', data: { a: 2 } },
  ]);
});

test("a line is a frame as soon as it has ended", () => {
  const framer = ndjsonFramer();
  expect(framer.push('{"a":1}\n{"a"')).toEqual([{ text: '{"a":1}', data: { a: 1 } }]);
});
