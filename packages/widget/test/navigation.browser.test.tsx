import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { LAUNCHER_CSS } from "../src/launcher.js";
import { fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

beforeEach(async () => {
  await page.viewport(900, 800);
  fakeBackend(turns(12));
});
afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

const microtasks = () => new Promise((resolve) => setTimeout(resolve));

test("a page without a launcher hides the panel, and the next one with a launcher shows it as it was", async () => {
  const { chat, host, field, log } = await openChat();
  await expect.element(page.getByText("Question 12")).toBeInTheDocument();
  await userEvent.type(field, "A draft");
  log.scrollTop = 200;
  const key = chat.element.getAttribute("chat-key") ?? "";

  chat.element.remove();
  await microtasks();
  expect(host.hidden).toBe(true);

  const launcher = document.createElement("chat-widget");
  launcher.setAttribute("chat-key", key);
  document.body.append(launcher);
  expect(host.hidden).toBe(false);
  expect(launcher.isOpen).toBe(true);
  expect(launcher.shadowRoot?.querySelector("button")?.getAttribute("aria-expanded")).toBe("true");
  expect(field.value).toBe("A draft");
  expect(log.scrollTop).toBe(200);
  expect(document.querySelectorAll("chatisle-panel")).toHaveLength(1);
  launcher.destroy();
});

test("a launcher that is moved keeps its panel open and in sight", async () => {
  const { chat, host, field, root } = await openChat();
  const elsewhere = document.createElement("main");
  document.body.append(elsewhere);
  elsewhere.append(chat.element);
  await microtasks();
  expect(host.hidden).toBe(false);
  expect(root.activeElement).toBe(field);
  elsewhere.replaceWith(chat.element);
});

test("a launcher whose template a router left unparsed makes its own root from it", () => {
  const parsed = new DOMParser().parseFromString(
    `<chat-widget chat-key="swapped"><template shadowrootmode="open"><style>${LAUNCHER_CSS}</style><button aria-expanded="false">Chat</button></template></chat-widget>`,
    "text/html",
  );
  const launcher = document.importNode(parsed.querySelector("chat-widget") as HTMLElement, true);
  document.body.append(launcher);
  expect(launcher.childElementCount).toBe(0);
  expect(launcher.shadowRoot?.querySelector("button")?.textContent).toBe("Chat");
  (launcher as HTMLElementTagNameMap["chat-widget"]).destroy();
});

test("a page after a full load opens the panel again, without taking the focus", async () => {
  await openChat();
  const remembered = sessionStorage.getItem("chatisle:open");
  await closeChats();
  sessionStorage.setItem("chatisle:open", remembered ?? "");
  const opened = vi.fn();
  document.addEventListener("chatisle:open", opened, { once: true });

  const launcher = document.createElement("chat-widget");
  launcher.setAttribute("chat-key", remembered ?? "");
  launcher.setAttribute("api-base-url", "/backend");
  document.body.append(launcher);
  await expect.poll(() => launcher.isOpen).toBe(true);
  expect(opened).toHaveBeenCalledOnce();
  await expect.element(page.getByText("Question 12")).toBeInTheDocument();
  expect(document.activeElement).toBe(document.body);
  launcher.destroy();
});

test("dispose leaves nothing in the page", async () => {
  const { chat } = await openChat();
  chat.dispose();
  expect(document.querySelector("chat-widget, chatisle-panel")).toBeNull();
});

test("two launchers of one chat share a panel, and it outlives the one that opened it", async () => {
  const { chat, host } = await openChat();
  const second = document.createElement("chat-widget");
  second.setAttribute("chat-key", chat.element.getAttribute("chat-key") ?? "");
  document.body.append(second);
  expect(second.isOpen).toBe(true);
  chat.element.remove();
  await microtasks();
  expect(host.hidden).toBe(false);
  second.close();
  expect(second.isOpen).toBe(false);
  second.destroy();
  expect(document.querySelector("chatisle-panel")).toBeNull();
});

test("the page is told when the chat is ready, opens and closes", async () => {
  const heard: string[] = [];
  const listen = (event: Event) => heard.push(event.type);
  for (const type of ["chatisle:ready", "chatisle:open", "chatisle:close"])
    document.addEventListener(type, listen);
  const { chat } = await openChat();
  await chat.close();
  for (const type of ["chatisle:ready", "chatisle:open", "chatisle:close"])
    document.removeEventListener(type, listen);
  expect(heard.filter((type) => type !== "chatisle:ready")).toEqual(["chatisle:open", "chatisle:close"]);
  expect(heard).toContain("chatisle:ready");
});

test("a visitor who has written is remembered, so that the next page has the chat at hand", async () => {
  const { chat } = await openChat();
  expect(localStorage.getItem("chatisle:active")).toBeNull();
  const before = Date.now();
  await chat.send("Hello");
  expect(Number(localStorage.getItem("chatisle:active"))).toBeGreaterThanOrEqual(before);
});
