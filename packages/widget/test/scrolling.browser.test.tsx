import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type FakeBackend, fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

let backend: FakeBackend;
beforeEach(async () => {
  await page.viewport(900, 800);
  backend = fakeBackend(turns(12));
});
afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

const distance = (log: HTMLElement) => log.scrollHeight - log.scrollTop - log.clientHeight;
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

async function openLongChat() {
  const chat = await openChat();
  await expect.element(page.getByText("Question 12")).toBeInTheDocument();
  await expect.poll(() => distance(chat.log)).toBeLessThanOrEqual(1);
  return chat;
}

/** As a visitor's wheel does it: the position changes, then the event comes. */
async function scrollTo(log: HTMLElement, top: number) {
  log.scrollTop = top;
  await nextFrame();
}

test("a conversation opens at its end and follows a reply", async () => {
  const { field, log } = await openLongChat();
  await userEvent.type(field, "More{Enter}");
  await expect.poll(() => backend.received).toHaveLength(1);
  backend.reply.write("A long reply. ".repeat(80));
  await expect.poll(() => log.textContent).toContain("A long reply.");
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
});

test("a visitor who has scrolled up stays there, and is told what has arrived", async () => {
  const { field, log } = await openLongChat();
  await userEvent.type(field, "More{Enter}");
  await expect.poll(() => backend.received).toHaveLength(1);
  await scrollTo(log, 300);
  backend.reply.write("A long reply. ".repeat(80));
  await expect.element(page.getByRole("button", { name: "1 new" })).toBeVisible();
  expect(log.scrollTop).toBe(300);

  await userEvent.click(page.getByRole("button", { name: "1 new" }));
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
  expect(page.getByRole("button", { name: "1 new" }).query()).toBeNull();
});

test("sending takes the visitor back to the end", async () => {
  const { field, log } = await openLongChat();
  await scrollTo(log, 0);
  await userEvent.type(field, "More{Enter}");
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
});

test.each([
  ["at the very top", 0],
  ["further down", 140],
])("older messages come in above without moving what is read, %s", async (_where, top) => {
  backend.history = { messages: turns(12, 13), next_cursor: "older" };
  backend.olderHistory = { messages: turns(12) };
  const { log } = await openChat();
  await expect.element(page.getByText("Question 24")).toBeInTheDocument();
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
  await scrollTo(log, top);
  const anchor = page.getByText("Question 14", { exact: true }).element();
  const before = anchor.getBoundingClientRect().top;

  const button = page.getByRole("button", { name: "Load earlier messages" }).element() as HTMLElement;
  button.focus({ preventScroll: true });
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByText("Question 1", { exact: true })).toBeInTheDocument();
  await nextFrame();
  expect(Math.abs(anchor.getBoundingClientRect().top - before)).toBeLessThanOrEqual(1);
  expect(anchor.isConnected).toBe(true);
  expect(page.getByRole("button", { name: "Load earlier messages" }).query()).toBeNull();
});

test("a late change of height above the end keeps the end in sight", async () => {
  const { log } = await openLongChat();
  log.style.setProperty("font-size", "22px");
  log.querySelector<HTMLElement>("article")?.style.setProperty("padding-top", "400px");
  await nextFrame();
  expect(distance(log)).toBeLessThanOrEqual(1);
});
