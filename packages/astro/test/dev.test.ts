import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, newVisitor, panelOf } from "./support/browser.js";
import { developSite } from "./support/fixture-site.js";

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test.each([
  ["at the root", undefined],
  ["below a base path", "/docs"],
])("in development, %s, the first click opens the panel without a reload", async (_where, base) => {
  const site = await developSite("site", base === undefined ? {} : { base });
  const page = await newVisitor(browser);
  onTestFinished(() => page.context().close());
  await page.goto(site.url);
  await page.evaluate(() => Object.assign(window, { isFirstDocument: true }));
  await launcherOf(page).click();
  await panelOf(page).waitFor();
  expect(await page.evaluate(() => "isFirstDocument" in window)).toBe(true);
});

test("in development, PUBLIC_API_BASE_URL decides which backend the chat talks to", async () => {
  const site = await developSite("site", { files: { ".env": "PUBLIC_API_BASE_URL=/backend\n" } });
  const page = await newVisitor(browser);
  onTestFinished(() => page.context().close());
  await page.goto(site.url);
  const [request] = await Promise.all([
    page.waitForRequest((request) => request.url().endsWith("/api/session")),
    launcherOf(page).click(),
  ]);
  expect(new URL(request.url()).pathname).toBe("/backend/api/session");
});
