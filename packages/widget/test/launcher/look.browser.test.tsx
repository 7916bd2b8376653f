import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { ChatWidget } from "../../src/index.js";
import { fakeBackend } from "../support/fake-backend.js";
import { closeChats, mountChat, openChat } from "../support/open-chat.js";

const DOT =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

beforeEach(async () => {
  await page.viewport(900, 800);
  fakeBackend();
});
afterEach(async () => {
  document.documentElement.removeAttribute("dir");
  await closeChats();
  vi.unstubAllGlobals();
});

const inLauncher = (element: Element, selector: string) =>
  element.shadowRoot?.querySelector<HTMLElement>(selector) as HTMLElement;
const box = (element: Element) => element.getBoundingClientRect();
const settle = (element: Element) => {
  for (const animation of element.shadowRoot?.getAnimations() ?? []) animation.finish();
};

test("an avatar fills the launcher and stands in the panel's header", async () => {
  const { chat, part, launcher } = await openChat({ avatar: DOT });
  const picture = inLauncher(chat.element, "img");
  expect(picture.part.value).toBe("launcher-avatar");
  expect(box(picture).width).toBeGreaterThanOrEqual(54);
  expect(box(launcher).width).toBe(56);
  expect(box(part("avatar"))).toMatchObject({ width: 28, height: 28 });
});

test("a launcher that is drawn in the browser has the site's colour before the chat is loaded", () => {
  const chat = mountChat({ accent: "rgb(47, 111, 235)" });
  expect(getComputedStyle(inLauncher(chat.element, "button")).backgroundColor).toBe("rgb(47, 111, 235)");
});

test.each([
  ["ltr", "none"],
  ["rtl", "matrix(-1, 0, 0, 1, 0, 0)"],
])("the bubble's tail points to where a line begins: %s", (dir, transform) => {
  document.documentElement.dir = dir;
  const bubble = inLauncher(mountChat().element, "svg");
  expect(box(bubble)).toMatchObject({ width: 24, height: 24 });
  expect(getComputedStyle(bubble).transform).toBe(transform);
});

test("an icon of the site stands in the middle of the launcher until it opens", async () => {
  const { chat, launcher } = await openChat({ icon: DOT });
  settle(chat.element);
  const middle = box(launcher).x + box(launcher).width / 2;
  expect(getComputedStyle(inLauncher(chat.element, "img")).opacity).toBe("0");
  await chat.close();
  settle(chat.element);
  const picture = box(inLauncher(chat.element, '[part="launcher-icon"]'));
  expect(picture.width).toBe(28);
  expect(picture.x + picture.width / 2).toBeCloseTo(middle, 0);
  expect(getComputedStyle(inLauncher(chat.element, "img")).opacity).toBe("1");
});

test("an element in the slot takes the launcher's colour, and the launcher keeps its name", async () => {
  const icon = document.createElement("b");
  icon.textContent = "?";
  const chat = mountChat({ icon });
  await expect.element(page.getByRole("button", { name: "Chat", exact: true })).toBeVisible();
  expect(icon.assignedSlot?.name).toBe("icon");
  expect(box(icon)).toMatchObject({ width: 24, height: 24 });
  expect(getComputedStyle(icon).color).toBe(getComputedStyle(inLauncher(chat.element, "button")).color);
  await userEvent.click(inLauncher(chat.element, "button"));
  await expect.element(page.getByRole("dialog")).toBeVisible();
});

test("the Preact component takes an element as its icon", () => {
  const place = document.body.appendChild(document.createElement("div"));
  render(<ChatWidget icon={<b>?</b>} chatKey="own-icon" />, place);
  expect(place.querySelector("b")?.parentElement?.assignedSlot?.name).toBe("icon");
  render(null, place);
  place.remove();
});

test("a compact launcher is 48 pixels wide, and the panel stands 16 above it", async () => {
  const { launcher, host } = await openChat({ compact: true });
  expect(box(launcher)).toMatchObject({ width: 48, height: 48 });
  expect(box(launcher).top - box(host).bottom).toBe(16);
});

test("offsets move launcher and panel, and follow their attributes", async () => {
  const { chat, launcher, host } = await openChat({ offsetX: 50, offsetY: 90 });
  expect(900 - box(launcher).right).toBe(50);
  expect(800 - box(launcher).bottom).toBe(90);
  expect(900 - box(host).right).toBe(50);
  expect(box(launcher).top - box(host).bottom).toBe(16);
  expect(box(host).top).toBe(20);
  chat.element.setAttribute("offset-x", "0");
  expect(900 - box(launcher).right).toBe(0);
  expect(900 - box(host).right).toBe(0);
  chat.element.removeAttribute("offset-x");
  expect(900 - box(launcher).right).toBe(20);
});

test("an offset that is no number is told on the console and left out", async () => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const { chat, launcher } = await openChat();
  chat.element.setAttribute("offset-x", "far");
  expect(900 - box(launcher).right).toBe(20);
  expect(error.mock.calls).toEqual([[expect.stringContaining('offset-x="24"')]]);
  error.mockRestore();
});
