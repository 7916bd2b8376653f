import { expect, test } from "vitest";
import { MAX_FRAME_LENGTH } from "../../src/transport/framer.js";
import { lineSplitter } from "../../src/transport/line-splitter.js";
import { everyCut } from "../support/frames.js";

function linesOf(...pieces: readonly string[]): string[] {
  const splitter = lineSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), splitter.rest()];
}

test.each([
  ["LF", "a\nb\n\nc", ["a", "b", "", "c"]],
  ["CRLF", "a\r\nb\r\n\r\nc", ["a", "b", "", "c"]],
  ["CR", "a\rb\r\rc", ["a", "b", "", "c"]],
  ["a mixture of them", "a\r\n\nb\r\rc\n\r\n", ["a", "", "b", "", "c", "", ""]],
  ["no line end", "abc", ["abc"]],
  ["nothing", "", [""]],
])("splits lines that end in %s, wherever the text is cut", (_what, text, lines) => {
  for (const pieces of everyCut(text)) expect(linesOf(...pieces)).toEqual(lines);
});

test("separators that only JavaScript takes for line ends do not end a line", () => {
  expect(linesOf("a\u2028b\u2029c\u0085d\n")).toEqual(["a\u2028b\u2029c\u0085d", ""]);
});

test("an empty piece between CR and LF does not make them two line ends", () => {
  expect(linesOf("a\r", "", "\nb")).toEqual(["a", "b"]);
});

test("a long line in small pieces comes out whole", () => {
  const pieces = Array.from({ length: 50_000 }, (_, index) => `${index} `);
  expect(linesOf(...pieces, "\n")).toEqual([pieces.join(""), ""]);
});

const MEGABYTE = "x".repeat(1_000_000);
const AT_LIMIT = "x".repeat(MAX_FRAME_LENGTH);

test("a line of the greatest length is read", () => {
  expect(linesOf(`${AT_LIMIT}\n`).map((line) => line.length)).toEqual([MAX_FRAME_LENGTH, 0]);
});

test.each([
  ["in one piece", [`${AT_LIMIT}x\n`]],
  ["in pieces", [MEGABYTE, MEGABYTE, MEGABYTE, MEGABYTE, "x\n"]],
  ["without an end", [MEGABYTE, MEGABYTE, MEGABYTE, MEGABYTE, "x"]],
])("a line beyond it is refused %s", (_how, pieces) => {
  expect(() => linesOf(...pieces)).toThrow(
    expect.objectContaining({ code: "protocol", message: expect.stringContaining("4000000 characters") }),
  );
});
