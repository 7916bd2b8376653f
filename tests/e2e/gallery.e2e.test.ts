import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axeViolations } from "../support/axe.ts";
import { launchChromium } from "../support/chromium.ts";
import { buildGallery, galleryStates, settle, showState } from "../support/gallery.ts";
import type { RunningServer } from "../support/listen.ts";
import { serveFolder } from "../support/static-site.ts";

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

test.each(await galleryStates())("axe finds nothing to object to, in light and dark: %s", async (state) => {
  await showState(page, gallery.url, { state });
  expect(await axeViolations(page)).toEqual([]);
  await page.evaluate(() => {
    document.documentElement.dataset.theme = "dark";
  });
  await settle(page);
  expect(await axeViolations(page)).toEqual([]);
});
