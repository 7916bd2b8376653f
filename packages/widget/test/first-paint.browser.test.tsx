import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { type FakeBackend, fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

let backend: FakeBackend;
/** What waits until the page rests. */
let waiting: (() => void)[];
beforeEach(async () => {
  await page.viewport(900, 800);
  backend = fakeBackend();
  waiting = [];
  vi.stubGlobal("requestIdleCallback", (run: () => void) => waiting.push(run));
});
afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

function rest() {
  for (const run of waiting.splice(0)) run();
}

const dated = (count: number) =>
  turns(count).map((message) => ({ ...message, created_at: "2025-01-15T10:00:00Z" }));

test("a conversation can be read before its times and buttons are made, and nothing moves when they come", async () => {
  backend.history = { messages: dated(5) };
  const { log } = await openChat();
  await expect.element(page.getByText("Question 5")).toBeVisible();
  await expect.poll(() => waiting.length).toBeGreaterThan(0);
  expect(log.querySelectorAll("time, article button")).toHaveLength(0);
  const places = () =>
    [...log.querySelectorAll("article")].map(({ offsetTop, offsetHeight }) => [offsetTop, offsetHeight]);
  const before = places();

  rest();
  await expect.element(page.getByText("Wednesday, January 15, 2025")).toBeVisible();
  expect(log.querySelectorAll("time")).toHaveLength(10);
  await expect.poll(places).toEqual(before);
});
