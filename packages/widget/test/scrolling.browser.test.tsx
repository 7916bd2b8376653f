import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { type FakeBackend, fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";
import { slowFrames } from "./support/slow-frames.js";

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

/** How far below the edge of the transcript a text stands, in pixels. */
function offset(log: HTMLElement, text: string): number | undefined {
  const message = page.getByText(text, { exact: true }).element().closest("article");
  return message ? message.getBoundingClientRect().top - log.getBoundingClientRect().top : undefined;
}

test("a question stands near the top, and its reply grows below without moving anything", async () => {
  const { field, log } = await openLongChat();
  await userEvent.type(field, "More{Enter}");
  await expect.poll(() => backend.received).toHaveLength(1);
  await expect.poll(() => offset(log, "More")).toBeCloseTo(12, 0);
  backend.reply.write("A long reply. ".repeat(20));
  await expect.poll(() => log.textContent).toContain("A long reply.");
  backend.reply.write("A long reply. ".repeat(200));
  const pill = page.getByRole("button", { name: "Jump to the latest message" });
  await expect.element(pill).toBeVisible();
  expect(offset(log, "More")).toBeCloseTo(12, 0);

  await userEvent.click(pill);
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
  backend.reply.write("Still more. ".repeat(80));
  await expect.poll(() => log.textContent).toContain("Still more.");
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
  expect(pill.query()).toBeNull();
});

test("a question stands near the top before its reply begins, however short the conversation is", async () => {
  backend.history = { messages: turns(2) };
  const { field, log } = await openChat();
  await expect.element(page.getByText("Question 2")).toBeInTheDocument();
  await userEvent.type(field, "More{Enter}");
  await expect.poll(() => backend.received).toHaveLength(1);
  await expect.poll(() => offset(log, "More")).toBeCloseTo(12, 0);
});

test("a short reply leaves its question where it is", async () => {
  const { field, log } = await openLongChat();
  await userEvent.type(field, "More{Enter}");
  await expect.poll(() => backend.received).toHaveLength(1);
  backend.reply.write("Short.");
  backend.reply.end();
  await expect.element(page.getByText("Short.")).toBeVisible();
  await nextFrame();
  // It is on its way there as long as it comes in.
  await expect.poll(() => offset(log, "More")).toBeCloseTo(12, 0);
  expect(page.getByRole("button", { name: "Jump to the latest message" }).query()).toBeNull();
});

test("a visitor who has scrolled up stays there, and is told what has arrived", async () => {
  const { field, log } = await openLongChat();
  await userEvent.type(field, "More{Enter}");
  await expect.poll(() => backend.received).toHaveLength(1);
  await expect.poll(() => offset(log, "More")).toBeCloseTo(12, 0);
  await scrollTo(log, 300);
  backend.reply.write("A long reply. ".repeat(80));
  await expect.element(page.getByRole("button", { name: "1 new" })).toBeVisible();
  expect(log.scrollTop).toBe(300);

  await userEvent.click(page.getByRole("button", { name: "1 new" }));
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
  expect(page.getByRole("button", { name: "1 new" }).query()).toBeNull();
});

test("sending takes the visitor to what was sent", async () => {
  const { field, log } = await openLongChat();
  await scrollTo(log, 0);
  await userEvent.type(field, "More{Enter}");
  await expect.poll(() => offset(log, "More")).toBeCloseTo(12, 0);
});

test("sending takes the visitor to what was sent though a slow page shows it only with its whole reply", async () => {
  backend.answers["POST /chat"] = () => new Response("Short.", { headers: { "content-type": "text/plain" } });
  const { field, log } = await openLongChat();
  await scrollTo(log, 0);
  slowFrames();
  await userEvent.type(field, "More{Enter}");
  await expect.element(page.getByText("Short.")).toBeVisible();
  await expect.poll(() => offset(log, "More")).toBeCloseTo(12, 0);
});

test("older messages come in above without moving what is read", async () => {
  backend.history = { messages: turns(12, 13), next_cursor: "older" };
  backend.olderHistory = { messages: turns(12) };
  const { log } = await openChat();
  await expect.element(page.getByText("Question 24")).toBeInTheDocument();
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
  await scrollTo(log, 140);
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

test("older messages come by themselves when a visitor reaches the oldest one", async () => {
  backend.history = { messages: turns(12, 13), next_cursor: "older" };
  backend.olderHistory = { messages: turns(12) };
  const { log } = await openChat();
  await expect.element(page.getByText("Question 24")).toBeInTheDocument();
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
  const anchor = page.getByText("Question 13", { exact: true }).element();
  await scrollTo(log, 60);
  const before = anchor.getBoundingClientRect().top;
  await expect.element(page.getByText("Question 1", { exact: true })).toBeInTheDocument();
  await nextFrame();
  expect(Math.abs(anchor.getBoundingClientRect().top - before)).toBeLessThanOrEqual(1);
});

test("of 10,000 messages no more stand in the page than can be read, and all can be reached", async () => {
  backend.history = { messages: turns(5000) };
  const { log } = await openChat();
  await expect.element(page.getByText("Question 5000")).toBeInTheDocument();
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
  const articles = () => log.querySelectorAll("article").length;
  expect(articles()).toBe(50);

  for (let step = 0; step < 5; step++) {
    const oldest = log.querySelector("article")?.dataset.id;
    await scrollTo(log, 100);
    await expect.poll(() => log.querySelector("article")?.dataset.id).not.toBe(oldest);
    expect(articles()).toBeLessThanOrEqual(150);
  }
  expect(page.getByText("Question 5000", { exact: true }).query()).toBeNull();
  await expect.element(page.getByRole("button", { name: "Load later messages" })).toBeInTheDocument();
  const newest = [...log.querySelectorAll("article")].at(-1)?.dataset.id;
  await scrollTo(log, log.scrollHeight);
  await expect.poll(() => [...log.querySelectorAll("article")].at(-1)?.dataset.id).not.toBe(newest);
  expect(articles()).toBeLessThanOrEqual(150);

  await userEvent.click(page.getByRole("button", { name: "Jump to the latest message" }));
  await expect.element(page.getByText("Question 5000", { exact: true })).toBeVisible();
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
  expect(articles()).toBe(50);
});

test("the way back to the newest messages leads to their end on a page with slow frames, too", async () => {
  backend.history = { messages: turns(200) };
  const { log } = await openChat();
  await expect.element(page.getByText("Question 200")).toBeInTheDocument();
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
  while (page.getByText("Question 200", { exact: true }).query()) {
    const oldest = log.querySelector("article")?.dataset.id;
    await scrollTo(log, 100);
    await expect.poll(() => log.querySelector("article")?.dataset.id).not.toBe(oldest);
  }
  slowFrames();
  await userEvent.click(page.getByRole("button", { name: "Jump to the latest message" }));
  await expect.element(page.getByText("Question 200", { exact: true })).toBeVisible();
  await expect.poll(() => distance(log)).toBeLessThanOrEqual(1);
});

test("a late change of height above the end keeps the end in sight", async () => {
  const { log } = await openLongChat();
  log.style.setProperty("font-size", "22px");
  log.querySelector<HTMLElement>("article")?.style.setProperty("padding-top", "400px");
  await nextFrame();
  expect(distance(log)).toBeLessThanOrEqual(1);
});
