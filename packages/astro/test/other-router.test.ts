import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, newVisitor, panelOf } from "./support/browser.js";
import { type BuiltSite, buildSite, type RunningSite } from "./support/fixture-site.js";

let browser: Browser;
let site: BuiltSite;
let server: RunningSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), buildSite("turbo")]);
  server = await site.serve();
});
afterAll(async () => {
  await Promise.all([browser.close(), server.stop()]);
  await site.remove();
});

async function visit(): Promise<Page> {
  const page = await newVisitor(browser);
  onTestFinished(() => page.context().close());
  await page.goto(server.url);
  await page.evaluate(() => Object.assign(window, { isFirstDocument: true }));
  return page;
}

async function follow(page: Page, name: string) {
  await page.getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  expect(await page.evaluate(() => "isFirstDocument" in window)).toBe(true);
}

test("an open panel keeps its place and its draft while Turbo swaps pages", async () => {
  const page = await visit();
  await launcherOf(page).click();
  const field = panelOf(page).getByRole("textbox");
  await field.fill("Half a question");
  await follow(page, "About");
  expect(await field.inputValue()).toBe("Half a question");
  expect(await launcherOf(page).getAttribute("aria-expanded")).toBe("true");
  await follow(page, "Plain");
  await panelOf(page).waitFor({ state: "hidden" });
  await follow(page, "Home");
  await panelOf(page).waitFor();
  expect(await field.inputValue()).toBe("Half a question");
  expect(await page.locator("chatisle-panel").count()).toBe(1);
  expect(await page.locator("chat-widget > template").count()).toBe(0);
});

test("a launcher that no app has met yet works on a page that Turbo has swapped in", async () => {
  const page = await visit();
  await follow(page, "About");
  await launcherOf(page).click();
  await panelOf(page).waitFor();
});
