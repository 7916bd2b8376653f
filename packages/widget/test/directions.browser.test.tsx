import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { fakeBackend } from "./support/fake-backend.js";
import { closeChats, mountChat, openChat } from "./support/open-chat.js";

beforeEach(() => {
  document.documentElement.dir = "rtl";
  fakeBackend();
});
afterEach(async () => {
  await closeChats();
  document.documentElement.removeAttribute("dir");
  vi.unstubAllGlobals();
});

/** The box of one letter of an element that holds nothing but text. */
function letterBox(element: HTMLElement, index: number): DOMRect {
  const range = document.createRange();
  const text = element.firstChild as Text;
  range.setStart(text, index);
  range.setEnd(text, index + 1);
  return range.getBoundingClientRect();
}

test("a title that runs the other way than the panel begins where its lines do", async () => {
  const { part } = await openChat({ lang: "ar", heading: "Lowlight" });
  const { right } = part("status").getBoundingClientRect();
  expect(letterBox(part("title"), 7).right).toBeCloseTo(right, 0);
});

test("a long title that runs the other way than the panel is cut at its end", async () => {
  const { part } = await openChat({ lang: "ar", heading: "Customer service ".repeat(5) });
  const title = part("title");
  const { left, right } = title.getBoundingClientRect();
  expect(title.scrollWidth).toBeGreaterThan(title.clientWidth);
  expect(letterBox(title, 0).left).toBeGreaterThanOrEqual(left - 1);
  expect(letterBox(title, 70).left).toBeGreaterThan(right);
});

test("developers read their English from left to right", async () => {
  await mountChat({ lang: "ar", apiBaseUrl: "api.example.com" }).open();
  const title = page.getByText("This chat is not set up correctly");
  await expect.element(title).toBeVisible();
  const card = page.getByRole("alert").element();
  expect(getComputedStyle(card).direction).toBe("ltr");
  const lefts = [...card.children].map((line) => Math.round(line.getBoundingClientRect().left));
  expect(lefts.length).toBeGreaterThan(1);
  expect(new Set(lefts).size).toBe(1);
});
