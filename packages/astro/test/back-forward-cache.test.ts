import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, panelOf } from "./support/browser.js";
import { startBackend } from "./support/chat-backend.js";
import { buildSiteForTest } from "./support/fixture-site.js";
import { heldReply } from "./support/held-reply.js";

let browser: Browser;

beforeAll(async () => {
  // Without this a page is never kept, and the test would prove nothing.
  browser = await launchBrowser(["--disable-back-forward-cache"]);
});
afterAll(() => browser.close());

test.each([
  ["while the visitor is away", "away"],
  ["after the visitor has come back", "back"],
])("a page from the back/forward cache goes on with a reply that ended %s", async (_when, moment) => {
  const held = heldReply("Soon", " enough.");
  const backend = await startBackend(held.reply);
  onTestFinished(() => backend.close());
  const site = await buildSiteForTest("site", { chat: { proxy: backend.url } });
  const server = await site.serve();
  onTestFinished(() => server.stop());
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.addInitScript(() => {
    addEventListener("pageshow", (event) => {
      if (event.persisted) document.documentElement.dataset.persisted = "";
    });
  });
  await page.goto(server.url);
  await launcherOf(page).click();
  const field = panelOf(page).getByRole("textbox");
  await field.fill("When?");
  await page.keyboard.press("Enter");
  const log = panelOf(page).getByRole("log");
  await log.getByText("Soon").first().waitFor();
  await field.fill("Half a question");

  await page.goto(`${server.url}plain/`);
  if (moment === "away") held.release();
  // Playwright waits for the load of a page, and one from the cache has none.
  await page.evaluate(() => history.back());
  await page.locator("html[data-persisted]").waitFor();
  if (moment === "back") held.release();

  await log.getByText("Soon enough.").first().waitFor();
  expect(await field.inputValue()).toBe("Half a question");
  await field.press("Enter");
  await log.getByText("Half a question").first().waitFor();
  await expect.poll(() => log.getByText("Soon enough.").count()).toBeGreaterThan(1);
  expect(backend.paths.filter((path) => path === "/chat")).toHaveLength(2);
});
