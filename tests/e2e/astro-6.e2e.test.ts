import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { type ChatPage, chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { type PageFaults, watchFaults } from "../support/page-faults.ts";
import { type ServedFixture, serveFixture } from "../support/served-fixture.ts";
import { runAstro } from "../support/site.ts";

/** A site with most of what Astro has: a router, a strict policy, languages, pages on demand, an island. */
let site: ServedFixture;
let browser: Browser;
let page: Page;
let chat: ChatPage;
let faults: PageFaults;

beforeAll(async () => {
  site = await serveFixture("astro-6");
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});
beforeEach(async () => {
  page = await browser.newPage();
  onTestFinished(() => page.close());
  faults = await watchFaults(page);
  chat = chatPage(page);
});

test("a site on Astro 6 passes astro check", async () => {
  expect(await runAstro(site.folder, ["check"])).toContain("0 errors");
});

test("on Astro 6 a conversation with the site's own backend lives through navigations and a reload", async () => {
  await page.goto(site.url);
  await chat.open();
  await chat.ask("Is it oak?", "You said: Is it oak?");
  await chat.field.fill("Half a question");
  await page.getByRole("link", { name: "Laden" }).click();
  await page.getByRole("heading", { level: 1, name: "Laden" }).waitFor();
  expect(await chat.field.inputValue()).toBe("Half a question");
  expect(await page.locator("chat-widget").getAttribute("lang")).toBe("de");
  expect(await page.locator("chatisle-panel").count()).toBe(1);

  await page.reload();
  await chat.log.getByText("You said: Is it oak?").waitFor();
  expect(await chat.field.inputValue()).toBe("Half a question");
  expect(faults).toEqual({ errors: [], violations: [] });
});

test("on Astro 6 the chat as a Preact island talks to the site's own backend", async () => {
  await page.goto(`${site.url}/island/`);
  await chat.open();
  await chat.ask("Is it oak?", "You said: Is it oak?");
  expect(faults).toEqual({ errors: [], violations: [] });
});
