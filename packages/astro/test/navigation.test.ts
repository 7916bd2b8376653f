import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser, launcherOf, newVisitor, panelOf } from "./support/browser.js";
import { type BuiltSite, buildSite, type RunningSite } from "./support/fixture-site.js";

let browser: Browser;
let site: BuiltSite;
let server: RunningSite;
let page: Page;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), buildSite("router")]);
  server = await site.serve();
  page = await newVisitor(browser);
  await page.goto(server.url);
});
afterAll(async () => {
  await Promise.all([browser.close(), server.stop()]);
  await site.remove();
});

/** Follows a link of the site and waits until its router has swapped the page. */
async function follow(name: string) {
  await page.getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** Counts how often a panel comes into the document. */
const countPanels = () =>
  page.evaluate(() => {
    const counts = { added: 0 };
    new MutationObserver((records) => {
      for (const { addedNodes } of records) {
        for (const node of addedNodes) if (node.nodeName === "CHATISLE-PANEL") counts.added += 1;
      }
    }).observe(document, { childList: true, subtree: true });
    Object.assign(window, { panelCounts: counts });
  });
const panelsAdded = () =>
  page.evaluate(() => (window as unknown as { panelCounts: { added: number } }).panelCounts.added);

test("a panel keeps its place, its draft and its node while the router swaps pages", async () => {
  await countPanels();
  await launcherOf(page).click();
  const field = panelOf(page).getByRole("textbox");
  await field.fill("Half a question");
  const handle = await field.elementHandle();

  await follow("About");
  expect(await field.inputValue()).toBe("Half a question");
  expect(await launcherOf(page).getAttribute("aria-expanded")).toBe("true");

  await follow("Plain");
  expect(await launcherOf(page).count()).toBe(0);
  await panelOf(page).waitFor({ state: "hidden" });

  await follow("Home");
  await panelOf(page).waitFor();
  expect(await field.inputValue()).toBe("Half a question");
  expect(await field.evaluate((now, before) => now === before, handle)).toBe(true);
  expect(await launcherOf(page).getAttribute("aria-expanded")).toBe("true");
  expect(await panelsAdded()).toBe(1);
});

test("the launcher of a page that was swapped in works, and no template is left in it", async () => {
  await follow("About");
  expect(await page.locator("chat-widget > template").count()).toBe(0);
  const wasExpanded = await launcherOf(page).getAttribute("aria-expanded");
  await launcherOf(page).click();
  expect(await launcherOf(page).getAttribute("aria-expanded")).not.toBe(wasExpanded);
});

test("a launcher that no app has met yet works after a navigation", async () => {
  const fresh = await newVisitor(browser);
  await fresh.goto(server.url);
  await fresh.getByRole("link", { name: "About" }).click();
  await fresh.getByRole("heading", { level: 1, name: "About" }).waitFor();
  await launcherOf(fresh).click();
  await panelOf(fresh).waitFor();
  expect(await fresh.locator("chatisle-panel").count()).toBe(1);
});
