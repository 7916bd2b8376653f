import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../support/chromium.ts";
import { buildGallery, galleryStates, settle, showState } from "../support/gallery.ts";
import type { RunningServer } from "../support/listen.ts";
import { serveFolder } from "../support/static-site.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

let browser: Browser;
let page: Page;
let folder: string;
let gallery: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatisle-gallery-"));
  await buildGallery(folder);
  gallery = await serveFolder(folder);
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
});
afterAll(async () => {
  await browser?.close();
  await gallery?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What axe objects to in the page as it stands, with the element it means. */
async function violations(): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const report = await axe.run();
    return report.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

test.each(await galleryStates())("axe finds nothing to object to, in light and dark: %s", async (state) => {
  await showState(page, gallery.url, { state });
  await page.addScriptTag({ path: AXE });
  expect(await violations()).toEqual([]);
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "dark";
  });
  await settle(page);
  expect(await violations()).toEqual([]);
});
