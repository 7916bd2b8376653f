import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { fakeBackend } from "./support/fake-backend.js";
import { closeChats, openChat } from "./support/open-chat.js";

beforeEach(() => {
  fakeBackend();
});
afterEach(async () => {
  await closeChats();
  vi.unstubAllGlobals();
  document.documentElement.removeAttribute("style");
});

/** The colour a visitor gets, whatever way it is written in: as the canvas paints it. */
function painted(color: string): [number, number, number] {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  if (!context) throw new Error("This browser has no canvas to paint on.");
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [one, other]
    .map((color) => {
      const [red = 0, green = 0, blue = 0] = painted(color).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    })
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test.each([
  "#000",
  "#fff",
  "#0b5fff",
  "#e11d48",
  "#facc15",
  "#22c55e",
  "#777",
  "#767676",
  "rgb(120 118 121)",
  "oklch(.62 .2 30)",
])("what stands on the accent %s can be read", async (accent) => {
  document.documentElement.style.setProperty("--chatisle-accent", accent);
  const { launcher, part, field } = await openChat({ theme: "light" });
  await userEvent.type(field, "Hi");
  const send = part("send");
  send.getAnimations().forEach((animation) => {
    animation.finish();
  });
  for (const element of [launcher, send]) {
    const { color, backgroundColor } = getComputedStyle(element);
    expect(painted(backgroundColor)).toEqual(painted(accent));
    expect(contrast(color, backgroundColor)).toBeGreaterThanOrEqual(4.5);
  }
});
