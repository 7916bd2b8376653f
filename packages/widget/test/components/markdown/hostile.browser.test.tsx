import { cleanup, render } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";
import { Markdown } from "../../../src/components/markdown/markdown.js";
import { HOSTILE_TEXTS } from "../../support/hostile-texts.js";

afterEach(cleanup);

const TAGS = new Set(
  "a blockquote br button code del div em h3 hr img li ol p path pre rect span strong svg table tbody td th thead tr ul".split(
    " ",
  ),
);
const ATTRIBUTES = new Set(
  "alt aria-hidden aria-label d data-align decoding dir fill height href loading part referrerpolicy rel role rx scope src start stroke tabindex target title type viewBox width x y".split(
    " ",
  ),
);

function show(text: string, isStreaming = false): Element {
  return render(<Markdown text={text} isStreaming={isStreaming} sources={[]} images="https" />).container;
}

test.each(HOSTILE_TEXTS)("nothing of %j runs", (text) => {
  const container = show(text);
  for (const element of container.querySelectorAll("*")) {
    expect(TAGS, text).toContain(element.localName);
    for (const { name } of element.attributes) expect(ATTRIBUTES, text).toContain(name);
    const address = element.getAttribute("href") ?? element.getAttribute("src");
    if (address !== null) expect(address, text).toMatch(/^(?:https?:|mailto:)/);
  }
  for (const element of container.querySelectorAll<HTMLElement>("a, button, span, p")) {
    // What is not allowed to be a link must not be one; the others would leave the page of the test.
    if (!(element instanceof HTMLAnchorElement)) element.click();
  }
  expect(window).not.toHaveProperty("hacked");
});

test("there are more than a hundred of them", () => {
  expect(HOSTILE_TEXTS.length).toBeGreaterThan(200);
});

test("nothing runs at any step of a stream", () => {
  const text =
    "[x](javascript:window.hacked=1) <img src=x onerror=window.hacked=1> ![y](javascript:window.hacked=1)\n\n```\n<b>";
  const { rerender, container } = render(<Markdown text="" isStreaming sources={[]} images="https" />);
  for (let end = 1; end <= text.length; end++) {
    rerender(<Markdown text={text.slice(0, end)} isStreaming sources={[]} images="https" />);
    expect(container.querySelector("img, a, b")).toBeNull();
  }
  expect(window).not.toHaveProperty("hacked");
});

test.each([
  ["bidi controls", "\u202e\u2066abc\u2069 **x**"],
  ["zero-width characters", "a\u200b\u200d\ufeffb"],
  ["stacked marks", `z${"\u0300\u0301\u0302".repeat(200)}`],
  [
    "lists nested fifty deep",
    Array.from({ length: 50 }, (_, index) => `${"  ".repeat(index)}- ${index}`).join("\n"),
  ],
  ["quotes nested without end", ">".repeat(5000)],
  ["a word of 5,000 letters", "x".repeat(5000)],
  ["a table of 200 columns", `${"|a".repeat(200)}|\n${"|-".repeat(200)}|\n${"|b".repeat(200)}|`],
  ["10,000 lines", "line\n".repeat(10_000)],
])("%s are shown whole and within the width", (_what, text) => {
  const container = show(text);
  const root = container.firstElementChild as HTMLElement;
  root.style.setProperty("width", "360px");
  root.style.setProperty("overflow-wrap", "anywhere");
  for (const scroller of container.querySelectorAll<HTMLElement>("[part~='table'], [part~='code']")) {
    scroller.style.setProperty("overflow", "auto");
  }
  const letters = (words: string | null) => (words ?? "").replace(/[\s|>-]/g, "").length;
  expect(letters(container.textContent)).toBeGreaterThanOrEqual(letters(text.replace(/\*\*/g, "")));
  // Nested lists grow sideways until their letters stand below each other.
  if (!text.includes("  - ")) expect(root.scrollWidth).toBeLessThanOrEqual(360);
});
