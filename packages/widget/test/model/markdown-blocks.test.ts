import { Lexer } from "marked";
import { expect, test } from "vitest";
import { MarkdownBlocks } from "../../src/model/markdown-blocks.js";

const TRICKY = `Title
=====

A paragraph
***
and ***bold*** then
#no heading

- one
- two

  still two
    - nested
      \`\`\`js
      const a = 1;
      \`\`\`
1. first
2) other list

\`\`\`\`md
\`\`\`
inner
\`\`\`
\`\`\`\`

> quote
lazy line

| a | b |
|---|---|
| 1 | \\| |

- [x] done
- [ ] open

<div onclick="x">html</div>

<!-- comment -->

See [the guide][guide] and [other].

~~~
tilde
~~~

    indented

[guide]: https://example.com/guide
[other]: /other "Title"

End.
`;

const lex = (text: string) => JSON.parse(JSON.stringify([...new Lexer({ gfm: true }).lex(text)]));
/** How many line breaks end a fence that is still open cannot be seen, and differs. */
const withoutOpenEnd = (tokens: unknown) =>
  JSON.stringify(tokens, (key, value) =>
    (key === "raw" || key === "text") && typeof value === "string" ? value.trimEnd() : value,
  );

test("every beginning of a tricky text reads as if it had come at once", () => {
  const blocks = new MarkdownBlocks();
  for (let end = 1; end <= TRICKY.length; end++) {
    const prefix = TRICKY.slice(0, end);
    expect(withoutOpenEnd(blocks.read(prefix)), prefix.slice(-80)).toBe(withoutOpenEnd(lex(prefix)));
  }
});

test.each([
  [
    "a list whose items are alike",
    "1. **a** `b`\n2. **a** `b`\n\n   more\n   - [x] **a**\n   - **a** `b`\n- [x] **a**\n",
  ],
  ["a table whose rows are alike", "| **a** | b |\n|---|---|\n| **a** | b |\n| **a** | [b] |\n\n[b]: /b\n"],
  ["a link that is defined later", "- [b] and *c*\n- [b] and *c*\n\n[b]: /b\n\n- [b] and *c*\n"],
])("%s reads at every cut as if it had come at once", (_what, text) => {
  const blocks = new MarkdownBlocks();
  for (let end = 1; end <= text.length; end++) {
    const prefix = text.slice(0, end);
    blocks.read(prefix, true);
    expect(withoutOpenEnd(blocks.read(prefix)), prefix).toBe(withoutOpenEnd(lex(prefix)));
  }
});

test("the words of an item stay the same objects while its list grows", () => {
  const blocks = new MarkdownBlocks();
  const firstWords = (text: string) => {
    const [list] = blocks.read(text, true);
    const item = list?.type === "list" ? list.items[0]?.tokens[0] : undefined;
    return item && "tokens" in item ? item.tokens : [];
  };
  const before = firstWords("- some **words**\n- a");
  expect(before).toHaveLength(2);
  expect(firstWords("- some **words**\n- and **mo")?.map((word, index) => word === before?.[index])).toEqual([
    true,
    true,
  ]);
});

test("a finished block stays the same object while the text grows", () => {
  const blocks = new MarkdownBlocks();
  const [heading] = blocks.read("# Title\n\nSome *words*.\n\nMore\n");
  expect(blocks.read("# Title\n\nSome *words*.\n\nMore\n\n- and\n- more")[0]).toBe(heading);
});

test("line ends of any kind are the same text", () => {
  const blocks = new MarkdownBlocks();
  blocks.read("One\r");
  expect(blocks.read("One\r\n\r\n- two\r\n").map(({ type }) => type)).toEqual(["paragraph", "space", "list"]);
});

test("a text that does not continue the one before is read anew", () => {
  const blocks = new MarkdownBlocks();
  blocks.read("# A\n\nb\n\nc\n");
  expect(blocks.read("Other").map(({ raw }) => raw)).toEqual(["Other"]);
});

test.each([
  ["quotes nested without end", ">".repeat(20_000)],
  [
    "a list nested without end",
    Array.from({ length: 1000 }, (_, index) => `${" ".repeat(2 * index)}- a`).join("\n"),
  ],
  ["list marks on one line", "- ".repeat(2000)],
  ["one endless line of emphasis", "_a_b".repeat(20_000)],
])("%s stays plain text", (_what, text) => {
  expect(new MarkdownBlocks().read(text).map(({ type }) => type)).toEqual(["text"]);
});

test("a text of many pages is read in full, however it is cut into windows", () => {
  const text =
    "# Title\n\nSome *words* in a paragraph.\n\n- one\n- two\n\n```js\nconst a = 1;\n```\n\n".repeat(2000);
  expect(JSON.stringify(new MarkdownBlocks().read(text))).toBe(
    JSON.stringify([...new Lexer({ gfm: true }).lex(text)]),
  );
});

test("an endless fence stays code", () => {
  expect(
    new MarkdownBlocks().read(`\`\`\`\n${"const a = 1;\n".repeat(5000)}`).map(({ type }) => type),
  ).toEqual(["code"]);
});

test("a definition at the end of a long text holds from its beginning", () => {
  const text = `See [the guide].\n\n${"A paragraph.\n\n".repeat(5000)}[the guide]: https://example.com/guide\n`;
  expect(JSON.stringify(new MarkdownBlocks().read(text)[0])).toContain("https://example.com/guide");
});
