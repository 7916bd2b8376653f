import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { fakeBackend, turns } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

beforeEach(async () => {
  await page.viewport(900, 800);
  fakeBackend(turns(2));
});
afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
});

/** What can distort an element and all in it. */
const BOX = [
  "opacity",
  "visibility",
  "filter",
  "clip-path",
  "mask-image",
  "mix-blend-mode",
  "pointer-events",
] as const;
const LOOK = [
  ...BOX,
  "color",
  "background-color",
  "font-size",
  "font-weight",
  "line-height",
  "letter-spacing",
  "text-transform",
  "text-align",
  "border-radius",
  "padding",
  "cursor",
] as const;

/** What a visitor would see of elements, as numbers and words. */
function picture(elements: readonly Element[], properties: readonly string[]) {
  return elements.map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return [x, y, width, height, ...properties.map((name) => `${name}: ${style.getPropertyValue(name)}`)];
  });
}

test.each([
  ["a reset of everything", "* { all: unset !important; }"],
  ["a reset in a layer", "@layer reset { * { all: unset !important; } }"],
  ["hidden controls", "button, svg, a, textarea { display: none !important; }"],
  [
    "a guard for undefined elements",
    ":not(:defined) { display: none !important; visibility: hidden !important; }",
  ],
  [
    "rules against our elements",
    "chatisle-panel, body chat-widget { display: none !important; opacity: 0 !important; translate: 50px !important; rotate: 5deg !important; scale: .5 !important; transform: skew(9deg) !important; }",
  ],
  [
    "loud text",
    "html { font-size: 62.5%; letter-spacing: 4px; text-transform: uppercase; text-align: center; word-spacing: 9px; line-height: 3; color: red; cursor: wait; visibility: visible; }",
  ],
  [
    "filters and sizes",
    "chatisle-panel, chat-widget { filter: blur(4px) !important; max-width: 40px !important; max-height: 40px !important; margin: 30px !important; padding: 30px !important; clip-path: circle(4px) !important; zoom: 2 !important; }",
  ],
])("%s in the page changes nothing of the chat", async (_what, css) => {
  const { chat, root, field, launcher, host } = await openChat();
  await expect.element(page.getByText("Question 2")).toBeVisible();
  await userEvent.type(field, "Hi");
  const style = document.createElement("style");
  // The font is the page's on purpose; it is read when the panel opens.
  host.style.setProperty("--chatisle-font", "sans-serif");
  await userEvent.hover(field);
  for (const tree of [root, chat.element.shadowRoot]) {
    for (const animation of tree?.getAnimations() ?? []) animation.finish();
  }
  const look = () => [
    ...picture([chat.element, host], BOX),
    ...picture([launcher, ...root.querySelectorAll("[part]")], LOOK),
  ];
  const before = look();
  style.textContent = css;
  document.head.append(style);
  const after = look();
  style.remove();
  expect(after).toEqual(before);
});

test("the launcher can be hidden by its attribute only", async () => {
  const { chat } = await openChat();
  expect(chat.element.checkVisibility()).toBe(true);
  chat.element.hidden = true;
  expect(chat.element.checkVisibility()).toBe(false);
});

test.each([
  ["ltr", "end", "right"],
  ["ltr", "start", "left"],
  ["rtl", "end", "left"],
  ["rtl", "start", "right"],
] as const)("in a page written %s, the %s is the %s", async (dir, side, edge) => {
  document.documentElement.dir = dir;
  const { launcher, part } = await openChat({ side });
  for (const element of [launcher, part("panel")]) {
    const { left, right } = element.getBoundingClientRect();
    expect(Math.round(edge === "left" ? left : document.documentElement.clientWidth - right)).toBe(20);
  }
  document.documentElement.removeAttribute("dir");
});
