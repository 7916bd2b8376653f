import { afterEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { fakeBackend } from "./support/fake-backend.js";
import { HOSTILE_TEXTS } from "./support/hostile-texts.js";
import { closeChats, openChat } from "./support/open-chat.js";

afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

const cells = (text: string) => `|${text.repeat(200)}`;

test.each([
  ["a message of 1 MB", `${"words and more words ".repeat(50)}\n\n`.repeat(1000)],
  ["a paragraph of 1 MB", "words and more words ".repeat(50_000)],
  ["a paragraph of 1 MB in lines", "words, **more** words and still more of them\n".repeat(23_000)],
  ["10,000 lines", "line\n".repeat(10_000)],
  ["a word of 5,000 letters", "x".repeat(5000)],
  ["a table of 200 columns", `${cells("a|")}\n${cells("-|")}\n${cells("b|")}`],
  [
    "lists nested fifty deep",
    Array.from({ length: 50 }, (_, index) => `${"  ".repeat(index)}- item`).join("\n"),
  ],
  ["bidi controls", "\u202e\u2066abc\u2069 **x**"],
  ["zero-width characters", `a${"\u200b\u200d".repeat(2000)}b`],
  ["stacked marks", `z${"\u0300\u0301\u0302".repeat(200)}`],
  ["a fence that is never closed", `\`\`\`js\n${"const a = 1; ".repeat(500)}`],
  ["a long address", `https://example.com/${"a".repeat(3000)}`],
  ["everything that has run scripts elsewhere", HOSTILE_TEXTS.join("\n\n")],
])("%s leave the chat as wide as it was, from either speaker, and run nothing", async (_what, text) => {
  await page.viewport(390, 780);
  fakeBackend([
    { role: "human", content: text, id: "q" },
    { role: "assistant", content: text, id: "a" },
    { role: "assistant", content: "The end.", id: "end" },
  ]);
  const { log, host, part } = await openChat();
  // Not by a locator: those read every text of the page each time they look.
  await expect.poll(() => log.querySelector("article:last-of-type")?.textContent).toContain("The end.");
  for (const element of [log, part("panel"), part("composer")]) {
    expect(element.scrollWidth).toBeLessThanOrEqual(element.clientWidth);
  }
  expect(host.getBoundingClientRect().width).toBe(390);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(document.documentElement.clientWidth);
  expect(window).not.toHaveProperty("hacked");
});
