import { expect, test } from "vitest";
import { textPieces } from "../../src/model/text-pieces.js";

test.each([
  ["lines", "A line of words.\n".repeat(2_000), /\n$/],
  ["lines and empty lines", "A line of words.\n\n\n".repeat(2_000), /[^\n]\n$/],
  ["words", "word ".repeat(4_000), / $/],
  ["nothing to cut at", "x".repeat(20_000), /x$/],
  ["characters of two places", `a${"😀".repeat(10_000)}`, /😀$/u],
])("a long text of %s is cut into pieces that together are the text", (_what, text, end) => {
  const pieces = textPieces(text);
  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces.join("")).toBe(text);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(4_000);
  for (const piece of pieces.slice(0, -1)) expect(piece).toMatch(end);
});

test("all pieces but the last stay what they are while the text grows", () => {
  const text = "Some words.\nAnd more of them ".repeat(1_000);
  for (const length of [3_999, 4_001, 9_000, 12_345]) {
    const pieces = textPieces(text.slice(0, length));
    expect(textPieces(text).slice(0, pieces.length - 1)).toEqual(pieces.slice(0, -1));
  }
});

test("a text that is not long is one piece", () => {
  expect(textPieces("Some words.\nAnd more.")).toEqual(["Some words.\nAnd more."]);
  expect(textPieces("")).toEqual([""]);
});
