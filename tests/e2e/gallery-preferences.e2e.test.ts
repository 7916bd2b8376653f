import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { launchChromium } from "../support/chromium.ts";
import { buildGallery, showState } from "../support/gallery.ts";
import type { RunningServer } from "../support/listen.ts";
import { hiddenControls, longMotions, widerThanTheirBox } from "../support/looks.ts";
import { serveFolder } from "../support/static-site.ts";

let browser: Browser;
let page: Page | undefined;
let folder: string;
let gallery: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatisle-gallery-"));
  await buildGallery(folder);
  gallery = await serveFolder(folder);
  browser = await launchChromium();
});
afterEach(async () => {
  await page?.context().close();
  page = undefined;
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A state as somebody sees it whose browser is set up in this way. */
async function look(state: string, context: BrowserContextOptions): Promise<Page> {
  page = await (await browser.newContext(context)).newPage();
  await showState(page, gallery.url, { state });
  return page;
}

/** A window of 1280 by 1024 CSS pixels, zoomed in. */
const ZOOMS = {
  "200 %": { viewport: { width: 640, height: 512 }, deviceScaleFactor: 2 },
  "400 %": { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
} as const;

for (const [zoom, context] of Object.entries(ZOOMS)) {
  test.each(["conversations", "failed"])(
    `at ${zoom} every control is within reach, and nothing is wider than the window: %s`,
    async (state) => {
      const page = await look(state, context);
      expect(await widerThanTheirBox(page)).toEqual([]);
      expect(await hiddenControls(page)).toEqual([]);
      expect(await axeViolations(page)).toEqual([]);
    },
  );

  test(`at ${zoom} a message of several lines is written and sent`, async () => {
    const page = await look("conversation", context);
    const field = page.getByRole("textbox", { name: "Message" });
    expect(await axeViolations(page)).toEqual([]);
    await field.fill("One\nTwo\nThree\nFour\nFive\nSix");
    expect(await hiddenControls(page)).toEqual([]);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await page.getByText("Six").first().waitFor();
    await expect.poll(() => field.inputValue()).toBe("");
  });
}

test.each(["conversation", "failed"])(
  "in forced colours the panel and its text field have a border, and axe finds nothing to object to: %s",
  async (state) => {
    const page = await look(state, { forcedColors: "active" });
    for (const part of ["panel", "composer"]) {
      const border = await page
        .locator(`[part~="${part}"]`)
        .evaluate((element) => getComputedStyle(element).borderTopWidth);
      expect(Number.parseFloat(border), part).toBeGreaterThanOrEqual(1);
    }
    expect(await axeViolations(page)).toEqual([]);
  },
);

test("in forced colours the keyboard focus is seen wherever it goes", async () => {
  const page = await look("conversation", { forcedColors: "active" });
  await page.getByRole("textbox", { name: "Message" }).focus();
  for (let steps = 0; steps < 8; steps++) {
    await page.keyboard.press("Shift+Tab");
    const { name, outline } = await page.evaluate(() => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      const { outlineStyle, outlineWidth } = focused
        ? getComputedStyle(focused)
        : { outlineStyle: "none", outlineWidth: "0" };
      return {
        name: focused?.getAttribute("part") ?? focused?.localName,
        outline: outlineStyle === "none" ? 0 : Number.parseFloat(outlineWidth),
      };
    });
    expect(outline, name).toBeGreaterThanOrEqual(1);
  }
});

test.each(["greeting", "streaming", "steps"])(
  "who wants less motion sees nothing move, and axe finds nothing to object to: %s",
  async (state) => {
    const page = await look(state, { reducedMotion: "reduce" });
    expect(await longMotions(page)).toEqual([]);
    expect(await axeViolations(page)).toEqual([]);
  },
);

test("who has not asked for less motion sees a reply arrive", async () => {
  expect(await longMotions(await look("streaming", { reducedMotion: "no-preference" }))).not.toEqual([]);
});
