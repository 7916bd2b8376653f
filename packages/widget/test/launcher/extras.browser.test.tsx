import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { WidgetEvent } from "../../src/index.js";
import { type FakeBackend, fakeBackend, turns } from "../support/fake-backend.js";
import { closeChats, mountChat, openChat } from "../support/open-chat.js";

let backend: FakeBackend;
beforeEach(() => {
  backend = fakeBackend();
});
afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

/** Everything a chat tells the page. */
function listen(element: HTMLElement): WidgetEvent[] {
  const heard: WidgetEvent[] = [];
  element.addEventListener("chatisle:event", ({ detail }) => heard.push(detail));
  return heard;
}

const inLauncher = (element: Element, name: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(`[part~="${name}"]`) ?? null;

test("a reply that comes while the panel is closed is counted on the launcher, and reading it clears the count", async () => {
  const { chat, field } = await openChat();
  await userEvent.type(field, "Why?{Enter}");
  await expect.poll(() => backend.received).toHaveLength(1);
  await chat.close();
  backend.reply.write("Because.");
  expect(inLauncher(chat.element, "launcher-badge")).toBeNull();
  backend.reply.end();
  await expect.element(page.getByRole("button", { name: "Chat, 1 new" })).toBeVisible();
  await expect.poll(() => inLauncher(chat.element, "launcher-badge")?.textContent).toBe("1");
  await chat.open();
  expect(inLauncher(chat.element, "launcher-badge")).toBeNull();
  await expect.element(page.getByRole("button", { name: "Chat", exact: true })).toBeVisible();
});

test("the page hears what happens in a chat, and not a word of what is written", async () => {
  const { chat, field } = await openChat();
  await expect.element(page.getByText("Online")).toBeVisible();
  const heard = listen(chat.element);
  await userEvent.type(field, "A secret{Enter}");
  await expect.poll(() => backend.received).toHaveLength(1);
  backend.reply.write("Another secret");
  backend.reply.end();
  await expect.poll(() => heard.map(({ type }) => type)).toContain("reply-end");
  await chat.close();
  expect(heard.map(({ type }) => type)).toEqual([
    "message-sent",
    "message-delivered",
    "reply-start",
    "reply-end",
    "close",
  ]);
  expect(JSON.stringify(heard)).not.toContain("secret");
});

test("a greeting is shown once a visit, takes no focus, and opens the chat", async () => {
  backend.history = { messages: turns(1) };
  const chat = mountChat({ greeting: "Can we help?" });
  await chat.focus();
  const focused = document.activeElement;
  await import("../../src/app.js");
  await expect.element(page.getByRole("button", { name: "Can we help?" })).toBeVisible();
  expect(document.activeElement).toBe(focused);
  await userEvent.click(page.getByRole("button", { name: "Can we help?" }));
  await expect.element(page.getByRole("dialog")).toBeVisible();
  expect(inLauncher(chat.element, "launcher-greeting")).toBeNull();
  await chat.close();
  expect(inLauncher(chat.element, "launcher-greeting")).toBeNull();
});

test("a greeting that was taken away stays away", async () => {
  const key = "greeted";
  const first = mountChat({ greeting: "Can we help?", chatKey: key });
  await import("../../src/app.js");
  await userEvent.click(page.getByRole("button", { name: "Dismiss" }));
  expect(inLauncher(first.element, "launcher-greeting")).toBeNull();
  first.dispose();
  const next = mountChat({ greeting: "Can we help?", chatKey: key });
  expect(inLauncher(next.element, "launcher-greeting")).toBeNull();
});

test.each(["light", "dark"] as const)("axe finds nothing to object to in a greeting: %s", async (theme) => {
  const chat = mountChat({ greeting: "Can we help?", theme });
  await import("../../src/app.js");
  await expect.element(page.getByRole("button", { name: "Can we help?" })).toBeVisible();
  for (const animation of chat.element.shadowRoot?.getAnimations() ?? []) animation.finish();
  const { violations } = await axe.run(
    { include: [chat.element] },
    { rules: { region: { enabled: false } } },
  );
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
});

test("an accent colours launcher and panel", async () => {
  const { chat, part, launcher } = await openChat({ accent: "rgb(0, 90, 200)" });
  await chat.setDraft("Hi");
  expect(getComputedStyle(launcher).backgroundColor).toBe("rgb(0, 90, 200)");
  await expect.poll(() => getComputedStyle(part("send")).backgroundColor).toBe("rgb(0, 90, 200)");
});
