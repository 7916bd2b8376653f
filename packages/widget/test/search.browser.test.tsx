import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type FakeBackend, fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

let backend: FakeBackend;
beforeEach(async () => {
  await page.viewport(900, 800);
  backend = fakeBackend();
});
afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

const button = page.getByRole("button", { name: "Search messages" });
const field = page.getByRole("searchbox", { name: "Search messages" });

test("by keyboard alone a visitor finds a message far above and goes on reading there", async () => {
  backend.history = { messages: turns(60) };
  const { root, log } = await openChat();
  await expect.element(button).toBeVisible();
  (button.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => root.activeElement?.getAttribute("part")).toBe("search-field");
  await userEvent.keyboard("question 7");
  await expect.element(page.getByText("1 message found")).toBeVisible();
  await userEvent.keyboard("{Tab}{Enter}");
  await expect.poll(() => root.activeElement?.getAttribute("data-id")).toBe("q7");
  const message = root.activeElement as HTMLElement;
  const { top, bottom } = log.getBoundingClientRect();
  expect(message.getBoundingClientRect().top).toBeGreaterThanOrEqual(top);
  expect(message.getBoundingClientRect().bottom).toBeLessThanOrEqual(bottom);
  expect(getComputedStyle(message).outlineStyle).toBe("solid");
  await expect.element(page.getByRole("button", { name: "Jump to the latest message" })).toBeVisible();
});

test("older messages are loaded from the search, and found at once", async () => {
  backend.history = { messages: turns(5, 20), next_cursor: "older" };
  backend.olderHistory = { messages: turns(5, 1) };
  await openChat();
  await userEvent.click(button);
  await userEvent.fill(field, "question 3");
  await expect.element(page.getByText("0 messages found")).toBeVisible();
  await userEvent.click(page.getByRole("search").getByRole("button", { name: "Load earlier messages" }));
  await expect.element(page.getByText("1 message found")).toBeVisible();
});

test("Escape leaves the search, and then the chat", async () => {
  backend.history = { messages: turns(5) };
  const { chat, root } = await openChat();
  await userEvent.click(button);
  await expect.poll(() => root.activeElement?.getAttribute("part")).toBe("search-field");
  await userEvent.keyboard("{Escape}");
  await expect.element(field).not.toBeInTheDocument();
  await expect.poll(() => root.activeElement?.getAttribute("part")).toBe("input");
  expect(chat.element.isOpen).toBe(true);
  await userEvent.keyboard("{Escape}");
  expect(chat.element.isOpen).toBe(false);
});

test("a short conversation has no search", async () => {
  backend.history = { messages: turns(2) };
  await openChat();
  await expect.element(page.getByText("Question 2")).toBeVisible();
  expect(button.query()).toBeNull();
});

test.each(["light", "dark"] as const)("axe finds nothing to object to in a search: %s", async (theme) => {
  backend.history = { messages: turns(5) };
  const { host } = await openChat({ theme });
  await userEvent.click(button);
  await userEvent.fill(field, "words");
  await expect.element(page.getByText("5 messages found")).toBeVisible();
  for (const animation of host.shadowRoot?.getAnimations() ?? []) animation.finish();
  const { violations } = await axe.run(host);
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});
