import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, mountChat, openChat } from "./support/open-chat.js";

beforeEach(async () => {
  await page.viewport(1000, 700);
  fakeBackend(turns(2));
});
afterEach(async () => {
  await closeChats();
  document.documentElement.removeAttribute("style");
  document.documentElement.removeAttribute("dir");
  vi.unstubAllGlobals();
});

const root = document.documentElement;

test("a sidebar stands at the side from top to bottom, and the page makes room for it until it closes", async () => {
  root.style.setProperty("padding-inline-end", "8px");
  const { chat, host } = await openChat({ layout: "sidebar" });
  expect(host.getBoundingClientRect()).toMatchObject({ x: 580, y: 0, width: 420, height: 700 });
  expect(getComputedStyle(root).paddingRight).toBe("420px");
  await chat.close();
  expect(getComputedStyle(root).paddingRight).toBe("8px");
});

test("a sidebar at the start of a page that is read from the right stands on the right", async () => {
  root.dir = "rtl";
  const { host } = await openChat({ layout: "sidebar", side: "start" });
  expect(host.getBoundingClientRect()).toMatchObject({ x: 580, width: 420 });
  expect(getComputedStyle(root).paddingRight).toBe("420px");
});

test("a full-screen chat covers the page, holds it still and keeps the focus", async () => {
  const { chat, host, part } = await openChat({ layout: "fullscreen" });
  expect(host.getBoundingClientRect()).toMatchObject({ x: 0, y: 0, width: 1000, height: 700 });
  expect(part("panel").getAttribute("aria-modal")).toBe("true");
  expect(getComputedStyle(root).overflowY).toBe("hidden");
  await chat.close();
  expect(getComputedStyle(root).overflowY).toBe("visible");
});

test("on a small screen a sidebar covers the page and takes no room from it", async () => {
  await page.viewport(390, 700);
  const { host, part } = await openChat({ layout: "sidebar" });
  expect(host.getBoundingClientRect()).toMatchObject({ x: 0, width: 390, height: 700 });
  expect(getComputedStyle(part("panel")).borderInlineStartWidth).toBe("0px");
  expect(getComputedStyle(root).paddingRight).toBe("0px");
});

/** Opens a chat again and says from where its panel comes, which takes a minute here. */
async function wayIn({ chat, part }: Awaited<ReturnType<typeof openChat>>): Promise<unknown> {
  await chat.close();
  await expect.poll(() => getComputedStyle(part("panel")).display).toBe("none");
  const slowly = new CSSStyleSheet();
  slowly.replaceSync("chatisle-panel::part(panel-open) { transition-duration: 60s !important }");
  document.adoptedStyleSheets = [slowly];
  await chat.open();
  const transition = await vi.waitUntil(
    () =>
      part("panel")
        .getAnimations()
        .find((each) => each instanceof CSSTransition && each.transitionProperty === "transform"),
    { timeout: 20_000 },
  );
  document.adoptedStyleSheets = [];
  return (transition.effect as KeyframeEffect).getKeyframes()[0]?.transform;
}

test.each([
  ["popup", 1000, "ltr", "translateY(12px) scale(0.96)"],
  ["fullscreen", 1000, "ltr", "translateY(12px) scale(0.96)"],
  ["sidebar", 1000, "ltr", "translateX(24px)"],
  ["sidebar", 1000, "rtl", "translateX(-24px)"],
  ["popup", 390, "ltr", "translateY(100%)"],
  ["sidebar", 390, "rtl", "translateY(100%)"],
  ["fullscreen", 390, "ltr", "translateY(100%)"],
] as const)("a %s in a window of %i pixels, %s, comes in by %s", async (layout, width, dir, way) => {
  root.dir = dir;
  await page.viewport(width, 700);
  expect(await wayIn(await openChat({ layout }))).toBe(way);
});

test("an inline chat stands in its box, is open from the start and takes no focus", async () => {
  const { element } = mountChat({ layout: "inline", heading: "Ask us" });
  element.style.setProperty("height", "400px");
  element.style.setProperty("width", "500px");
  await import("../src/app.js");
  await expect.element(page.getByRole("region", { name: "Ask us" })).toBeVisible();
  const host = element.shadowRoot?.querySelector("chatisle-panel");
  expect(host?.getBoundingClientRect()).toMatchObject({ width: 500, height: 400 });
  expect(document.activeElement).toBe(document.body);
  expect(page.getByRole("button", { name: "Close chat" }).query()).toBeNull();
  await userEvent.click(page.getByRole("textbox", { name: "Message" }));
  await userEvent.keyboard("{Escape}");
  element.close();
  expect(element.isOpen).toBe(true);
});

test("an inline chat goes with its element when a router replaces that, and keeps what it holds", async () => {
  const options = { layout: "inline", chatKey: "moved" } as const;
  const { element } = mountChat(options);
  await import("../src/app.js");
  await userEvent.type(page.getByRole("textbox", { name: "Message" }), "Half a sent");
  element.remove();
  await expect.poll(() => document.querySelector("chat-widget")).toBeNull();
  mountChat(options);
  await expect.element(page.getByRole("textbox", { name: "Message" })).toHaveValue("Half a sent");
});

test("the page reaches the parts of an inline chat", async () => {
  const style = document.createElement("style");
  style.textContent = "chat-widget::part(title) { color: rgb(1, 2, 3); }";
  document.head.append(style);
  mountChat({ layout: "inline" });
  await import("../src/app.js");
  await expect
    .poll(() => getComputedStyle(page.getByRole("heading", { name: "Chat" }).element()).color)
    .toBe("rgb(1, 2, 3)");
  style.remove();
});
