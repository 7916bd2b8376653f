import { rm } from "node:fs/promises";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { freePort } from "../support/listen.ts";
import { type PageFaults, watchFaults } from "../support/page-faults.ts";
import { type ServedSite, startSite } from "../support/preview-site.ts";
import { installFixture, runAstro } from "../support/site.ts";

/** A documentation site that answers questions about itself. */
let folder: string;
let browser: Browser;
let server: ServedSite;
let url: string;
let page: Page;
let faults: PageFaults;

beforeAll(async () => {
  folder = await installFixture("docs", inject("packedPackages"));
  await runAstro(folder, ["build"]);
  const port = await freePort();
  url = `http://localhost:${port}`;
  server = await startSite(folder, port, { SESSION_SECRET: "a secret of tests, which is of no worth" });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  page = await browser.newPage({ colorScheme: "light" });
  onTestFinished(() => page.close());
  faults = await watchFaults(page);
});

test("a Starlight site answers a question about itself, and the answer leads to its page", async () => {
  await page.goto(url);
  const chat = chatPage(page);
  await chat.open();
  await chat.ask("How do I oil a lamp?", "linseed oil");
  const source = chat.log.locator('a[href*="/guides/care/#oil-the-wood"]').first();
  const [address] = await Promise.all([source.getAttribute("href"), source.waitFor()]);

  await page.goto(new URL(address ?? "", url).href);
  await page.getByRole("heading", { level: 2, name: "Oil the wood" }).waitFor();
  await chat.log.getByText("linseed oil").first().waitFor();
  expect(faults).toEqual({ errors: [], violations: [] });
});

test("the chat of a Starlight site follows its switch between light and dark", async () => {
  await page.goto(url);
  const chat = chatPage(page);
  await chat.open();
  const background = () => chat.panel.evaluate((panel) => getComputedStyle(panel).backgroundColor);
  const light = await background();
  await page.locator("starlight-theme-select select").first().selectOption("dark");
  await expect.poll(background).not.toBe(light);
  expect(faults).toEqual({ errors: [], violations: [] });
});

test("the German pages of a Starlight site have their chat in German", async () => {
  await page.goto(`${url}/de/`);
  const chat = chatPage(page);
  expect(await page.locator("chat-widget").getAttribute("lang")).toBe("de");
  await chat.open();
  await expect.poll(() => chat.field.getAttribute("placeholder")).toMatch(/Nachricht/);
  expect(faults).toEqual({ errors: [], violations: [] });
});
