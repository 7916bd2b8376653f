import axe from "axe-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { focused, tabBackTo } from "./support/by-keyboard.js";
import { fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

const root = document.documentElement;

beforeEach(async () => {
  await page.viewport(1000, 900);
  fakeBackend(turns(2));
});
afterEach(async () => {
  await closeChats();
  root.removeAttribute("style");
  root.removeAttribute("dir");
  vi.unstubAllGlobals();
});

const enlarge = () => page.getByRole("button", { name: "Enlarge chat" });
const edge = () => page.getByRole("separator", { name: "Width of the chat" });
const width = ({ host }: { host: HTMLElement }) => host.getBoundingClientRect().width;

test("a popup is enlarged, made smaller again, and the next visit finds it as it was left", async () => {
  const chat = await openChat({ chatKey: "large" });
  expect(chat.host.getBoundingClientRect()).toMatchObject({ width: 400, height: 680 });
  await expect.element(enlarge()).toHaveAttribute("aria-pressed", "false");
  await userEvent.click(enlarge());
  await expect.element(enlarge()).toHaveAttribute("aria-pressed", "true");
  expect(chat.host.getBoundingClientRect()).toMatchObject({ width: 640, height: 788 });
  expect((await axe.run(chat.host)).violations).toEqual([]);
  chat.chat.dispose();
  const next = await openChat({ chatKey: "large" });
  await expect.poll(() => width(next)).toBe(640);
  await userEvent.click(enlarge());
  expect(width(next)).toBe(400);
});

test("nothing is to be enlarged on a phone, nor is there an edge to move", async () => {
  const { chat, host } = await openChat({ chatKey: "phone" });
  await userEvent.click(enlarge());
  await page.viewport(390, 700);
  await expect.element(enlarge()).not.toBeInTheDocument();
  expect(host.getBoundingClientRect()).toMatchObject({ x: 0, width: 390, height: 700 });
  chat.dispose();
  const sidebar = await openChat({ layout: "sidebar", side: "start" });
  expect(sidebar.host.getBoundingClientRect()).toMatchObject({ x: 0, width: 390, height: 700 });
  expect(sidebar.root.querySelector("[role=separator]")).toBeNull();
});

test("a small screen that is wider than a sidebar is covered all the same", async () => {
  await page.viewport(600, 700);
  const { host } = await openChat({ layout: "sidebar", side: "start" });
  expect(host.getBoundingClientRect()).toMatchObject({ x: 0, width: 600 });
});

test("keys move the edge of a sidebar within its bounds, and the page follows", async () => {
  const chat = await openChat({ layout: "sidebar" });
  await expect.element(edge()).toHaveAttribute("aria-valuenow", "420");
  await tabBackTo("Width of the chat");
  for (const [key, expected] of [
    ["{ArrowLeft}", 440],
    ["{ArrowRight}{ArrowRight}", 400],
    ["{End}", 560],
    ["{ArrowLeft}", 560],
    ["{Home}", 320],
    ["{ArrowRight}", 320],
  ] as const) {
    await userEvent.keyboard(key);
    expect(width(chat), key).toBe(expected);
    expect(getComputedStyle(root).paddingRight, key).toBe(`${expected}px`);
    await expect.element(edge()).toHaveAttribute("aria-valuenow", String(expected));
  }
  expect(focused().getAttribute("role")).toBe("separator");
  expect((await axe.run(chat.host)).violations).toEqual([]);
});

test.each([
  ["at the start of the page", "ltr", "start"],
  ["at the end of a page that is read from the right", "rtl", "end"],
] as const)("the edge of a sidebar %s stands on its right", async (_where, dir, side) => {
  root.dir = dir;
  const chat = await openChat({ layout: "sidebar", side });
  await expect.element(edge()).toBeVisible();
  expect(edge().element().getBoundingClientRect().x).toBeGreaterThanOrEqual(419);
  await tabBackTo("Width of the chat");
  await userEvent.keyboard("{ArrowRight}");
  expect(width(chat)).toBe(440);
  expect(getComputedStyle(root).paddingLeft).toBe("440px");
});

test("a pointer moves the edge, the next visit finds it there, and a double click puts it back", async () => {
  const chat = await openChat({ layout: "sidebar", chatKey: "dragged" });
  await expect.element(edge()).toBeVisible();
  // From wherever on the edge it is taken, it goes as far as the pointer.
  await userEvent.dragAndDrop(edge(), document.body, { targetPosition: { x: 500, y: 5 } });
  await expect.poll(() => Math.abs(width(chat) - 495)).toBeLessThan(8);
  const dragged = width(chat);
  chat.chat.dispose();
  const next = await openChat({ layout: "sidebar", chatKey: "dragged" });
  await expect.poll(() => width(next)).toBe(dragged);
  expect(getComputedStyle(root).paddingRight).toBe(`${dragged}px`);
  await userEvent.dblClick(edge());
  await expect.poll(() => width(next)).toBe(420);
});

test.each([
  ["session", 440],
  ["none", 420],
] as const)("a width is kept where persist says: %s", async (persist, expected) => {
  const options = { layout: "sidebar", chatKey: "kept", persist } as const;
  const { chat } = await openChat(options);
  await expect.element(edge()).toBeVisible();
  await tabBackTo("Width of the chat");
  await userEvent.keyboard("{ArrowLeft}");
  chat.dispose();
  expect(localStorage.getItem("chatisle:width:kept")).toBeNull();
  const next = await openChat(options);
  await expect.element(edge()).toBeVisible();
  await expect.poll(() => width(next)).toBe(expected);
});
