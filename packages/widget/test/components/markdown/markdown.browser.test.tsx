import type { PartOf } from "@chatisle/client/protocol";
import { cleanup, render, screen } from "@testing-library/preact";
import { options } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { Markdown } from "../../../src/components/markdown/markdown.js";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const NO_SOURCES: readonly PartOf<"source">[] = [];
const SOURCES: readonly PartOf<"source">[] = [
  { type: "source", id: "a", title: "First", url: "https://example.com/1" },
  { type: "source", id: "b", title: "Second", url: "https://example.com/2" },
];

const markdown = (text: string, more: { sources?: typeof SOURCES; isStreaming?: boolean } = {}) => (
  <Markdown text={text} isStreaming={false} sources={NO_SOURCES} images="own" {...more} />
);
const show = (...args: Parameters<typeof markdown>) => render(markdown(...args)).container;

/** The elements of a tree with what they say, without what is for looks. */
function outline(element: Element): string {
  const inside = [...element.childNodes]
    .map((node) => (node instanceof Element ? outline(node) : (node.textContent ?? "")))
    .join("");
  return ["DIV", "SPAN"].includes(element.tagName)
    ? inside
    : `<${element.localName}>${inside}</${element.localName}>`;
}

test.each([
  ["**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <del>c</del> <code>d</code></p>"],
  ["# A\n\ntext", "<h3>A</h3><p>text</p>"],
  ["- a\n- b\n  1. c", "<ul><li><p>a</p></li><li><p>b</p><ol><li><p>c</p></li></ol></li></ul>"],
  ["> a\n> b", "<blockquote><p>a\nb</p></blockquote>"],
  ["a\n\n---\n\nb", "<p>a</p><hr></hr><p>b</p>"],
  [
    "|a|b|\n|-|-|\n|1|*2*|",
    "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td><em>2</em></td></tr></tbody></table>",
  ],
  ["a &amp; b &lt;i&gt; &copy; &unknown; &#x41;", "<p>a & b <i> © &unknown; A</p>"],
  ["`a &amp; b`", "<p><code>a &amp; b</code></p>"],
  ["one\ntwo  \nthree", "<p>one\ntwo<br></br>three</p>"],
  ["<b>bold</b>", "<p><b>bold</b></p>"],
  ["<div>\n<b>x</b>\n</div>", "<p><div>\n<b>x</b>\n</div></p>"],
  ["[a][b]\n\n[b]: https://example.com", "<p><a>a</a></p>"],
])("%j is shown as what it means", (text, expected) => {
  const container = show(text);
  expect(outline(container.firstElementChild as Element)).toBe(expected);
});

test("html of a reply makes no elements", () => {
  expect(show("<b>bold</b> and <u>more</u>").querySelector("b, u")).toBeNull();
});

test("a link leads where it says, and tells a foreign site nothing about the page", () => {
  show("[the guide](https://other.example/guide?a=1&amp;b=2) [here](/help)");
  const [guide, here] = screen.getAllByRole("link");
  expect(guide).toHaveProperty("href", "https://other.example/guide?a=1&b=2");
  expect(guide).toHaveProperty("target", "_blank");
  expect(guide?.getAttribute("rel")?.split(" ")).toContain("noopener");
  expect(here).toHaveProperty("target", "");
});

test.each([
  ["of the site is shown", "![A map](/map.png)", "img"],
  ["in the text itself is shown", "![A map](data:image/png;base64,iVBORw0KGgo=)", "img"],
  ["of a foreign server is a link", "![A map](https://other.example/map.png?secret)", "a"],
])("an image %s", (_which, text, tag) => {
  const container = show(text);
  const element = container.querySelector("img, a");
  expect(element?.localName).toBe(tag);
  expect(element?.getAttribute("alt") ?? element?.textContent).toBe("A map");
});

test("tasks say whether they are done", () => {
  show("- [x] Book\n- [ ] Pack");
  expect(screen.getAllByRole("img").map((mark) => mark.getAttribute("aria-label"))).toEqual([
    "Done",
    "To do",
  ]);
  expect(screen.getAllByRole("listitem").map((item) => item.textContent)).toEqual(["Book", "Pack"]);
});

test("code names its language and can be copied", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  const container = show("```ts title=x\nconst a = 1 < 2;\n```");
  expect(container.querySelector("[part~='code-header']")?.textContent).toBe("ts");
  screen.getByRole("button", { name: "Copy code" }).click();
  expect(write).toHaveBeenCalledExactlyOnceWith("const a = 1 < 2;");
  await screen.findByRole("button", { name: "Copied" });
});

test("a copy that the browser refuses is said to have failed", async () => {
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("refused"));
  show("```\nx\n```");
  screen.getByRole("button", { name: "Copy code" }).click();
  await screen.findByRole("button", { name: "Not copied" });
});

test("a number in brackets cites the source of that number, if there is one", () => {
  const container = show("Open [1], closed 【2†source】, other [3] and [1](https://example.com).", {
    sources: SOURCES,
  });
  expect(
    screen.getAllByRole("button").map((button) => [button.textContent, button.getAttribute("aria-label")]),
  ).toEqual([
    ["1", "Source 1"],
    ["2", "Source 2"],
  ]);
  expect(container.textContent).toContain("other [3] and 1.");
});

test.each(["text", "- item", "> quote", "```\ncode", "|a|\n|-|\n|1|", "# heading", "- a\n  - b\n\n"])(
  "one caret stands at the end of %j while it streams",
  (text) => {
    const container = show(text, { isStreaming: true });
    expect(container.querySelectorAll("[part~='caret']")).toHaveLength(1);
    expect(show(text).querySelector("[part~='caret']")).toBeNull();
  },
);

test.each([
  ["Some **bo", "<p>Some <strong>bo</strong></p>"],
  ["See [the guide](https://exam", "<p>See the guide</p>"],
  ["- one\n- **tw", "<ul><li><p>one</p></li><li><p><strong>tw</strong></p></li></ul>"],
  ["> a\n> `co", "<blockquote><p>a\n<code>co</code></p></blockquote>"],
])("%j looks while it streams as it will when its marks are closed", (text, expected) => {
  expect(outline(show(text, { isStreaming: true }).firstElementChild as Element)).toBe(expected);
  expect(outline(show(text).firstElementChild as Element)).not.toBe(expected);
});

test("finished blocks keep their nodes, and nothing in them changes, while a reply streams", async () => {
  const start = "# Title\n\nSome *words*.\n\n- one\n- two\n\n```js\ncode\n```\n\nThe next";
  const { rerender, container } = render(markdown(start, { isStreaming: true }));
  const finished = [...(container.querySelector("h3")?.parentElement?.children ?? [])].slice(0, -1);
  expect(finished.map(({ localName }) => localName)).toEqual(["h3", "p", "ul", "div"]);
  const changes: MutationRecord[] = [];
  const observer = new MutationObserver((records) => changes.push(...records));
  for (const element of finished)
    observer.observe(element, { childList: true, characterData: true, attributes: true, subtree: true });
  let text = start;
  for (const word of " paragraph grows and **grows**\n\n- and\n- on\n\n| a |\n|---|\n".split(/(?<= )/)) {
    text += word;
    rerender(markdown(text, { isStreaming: true }));
  }
  changes.push(...observer.takeRecords());
  expect(finished.every((element) => element.isConnected)).toBe(true);
  expect(changes).toEqual([]);
});

test("a word costs no more after thousands of blocks than after some", () => {
  const nodesOfAWord = (blocks: number) => {
    const text = "Some **words** of a paragraph.\n\n".repeat(blocks);
    const { rerender, unmount } = render(markdown(text, { isStreaming: true }));
    const create = vi.spyOn(options, "vnode");
    rerender(markdown(`${text}One`, { isStreaming: true }));
    const { length } = create.mock.calls;
    create.mockRestore();
    unmount();
    return length;
  };
  // Of each section of 32 blocks that is full, one node is compared.
  expect(nodesOfAWord(3_216)).toBe(nodesOfAWord(16) + 100);
});
