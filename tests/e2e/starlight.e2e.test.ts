import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { type PageFaults, watchFaults } from "../support/page-faults.ts";
import { type ServedFixture, serveFixture } from "../support/served-fixture.ts";

/** A documentation site that answers questions about itself. */
let site: ServedFixture;
let browser: Browser;
let page: Page;
let faults: PageFaults;

beforeAll(async () => {
  site = await serveFixture("docs");
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});
beforeEach(async () => {
  page = await browser.newPage({ colorScheme: "light" });
  onTestFinished(() => page.close());
  faults = await watchFaults(page);
});

test("a Starlight site answers a question about itself, and the answer leads to its page", async () => {
  await page.goto(site.url);
  const chat = chatPage(page);
  await chat.open();
  await chat.ask("How do I oil a lamp?", "linseed oil");
  const source = chat.log.locator('a[href*="/guides/care/#oil-the-wood"]').first();
  const [address] = await Promise.all([source.getAttribute("href"), source.waitFor()]);

  await page.goto(new URL(address ?? "", site.url).href);
  await page.getByRole("heading", { level: 2, name: "Oil the wood" }).waitFor();
  await chat.log.getByText("linseed oil").first().waitFor();
  expect(faults).toEqual({ errors: [], violations: [] });
});

test("the chat of a Starlight site follows its switch between light and dark", async () => {
  await page.goto(site.url);
  const chat = chatPage(page);
  await chat.open();
  const background = () => chat.panel.evaluate((panel) => getComputedStyle(panel).backgroundColor);
  const light = await background();
  await page.locator("starlight-theme-select select").first().selectOption("dark");
  await expect.poll(background).not.toBe(light);
  expect(faults).toEqual({ errors: [], violations: [] });
});

test("the German pages of a Starlight site have their chat in German", async () => {
  await page.goto(`${site.url}/de/`);
  const chat = chatPage(page);
  expect(await page.locator("chat-widget").getAttribute("lang")).toBe("de");
  await chat.open();
  await expect.poll(() => chat.field.getAttribute("placeholder")).toMatch(/Nachricht/);
  expect(faults).toEqual({ errors: [], violations: [] });
});
