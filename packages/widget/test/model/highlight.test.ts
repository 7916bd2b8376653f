import { expect, test } from "vitest";
import { type CodePiece, highlight } from "../../src/model/highlight.js";

const kinds = (pieces: readonly CodePiece[] | null) =>
  pieces?.flatMap((piece) => (typeof piece === "string" ? [] : [`${piece.kind} ${piece.text}`]));
const textOf = (pieces: readonly CodePiece[]) =>
  pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("");

test.each([
  ["py", "def f():  # why\n  return 'x'", ["keyword def", "comment # why", "keyword return"]],
  ["bash", "# install\nif true; then echo hi; fi", ["comment # install"]],
  ["TS", "const a = 1;", ["keyword const"]],
])("code in %s has colours", (language, code, expected) => {
  expect(kinds(highlight(code, language))).toEqual(expect.arrayContaining(expected));
});

test.each([
  "",
  "\n\n",
  "'unclosed",
  "/* unclosed",
  "`${`${",
  "<a href='x'>{`b`}</a>",
  "a\r\n\tb\u202e\u0000",
  "#".repeat(5000),
  "(".repeat(5000),
])("the pieces of %j are the code itself, in every language", (code) => {
  for (const language of ["js", "tsx", "py", "sh", "html", "css", "sql", "yaml", "md", "rust", "diff"]) {
    expect(textOf(highlight(code, language) ?? [code])).toBe(code);
  }
});

test("code of an unknown language, or very long code, is left alone", () => {
  expect(highlight("hello", "klingon")).toBeNull();
  expect(highlight("hello", "")).toBeNull();
  expect(highlight("a ".repeat(100_000), "js")).toBeNull();
});
