import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, newVisitor, panelOf } from "./support/browser.js";
import { type BuiltSite, buildSite, type RunningSite } from "./support/fixture-site.js";

/** Routers that read pages with `DOMParser`, by what starts them. */
const ROUTERS = [
  ["Turbo", 'import "@hotwired/turbo";'],
  ["swup", 'import Swup from "swup";\nnew Swup({ animationSelector: false });'],
] as const;

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function follow(page: Page, name: string) {
  await page.getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  expect(await page.evaluate(() => "isFirstDocument" in window)).toBe(true);
}

describe.each(ROUTERS)("while %s swaps pages", (_name, start) => {
  let site: BuiltSite;
  let server: RunningSite;

  beforeAll(async () => {
    site = await buildSite("other-router", { files: { "src/start-router.ts": start } });
    server = await site.serve();
  });
  afterAll(async () => {
    await server.stop();
    await site.remove();
  });

  async function visit(): Promise<Page> {
    const page = await newVisitor(browser);
    onTestFinished(() => page.context().close());
    await page.goto(server.url);
    await page.evaluate(() => Object.assign(window, { isFirstDocument: true }));
    return page;
  }

  test("an open panel keeps its place and its draft", async () => {
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

  test("a launcher that no app has met yet works on a page that was swapped in", async () => {
    const page = await visit();
    await follow(page, "About");
    await launcherOf(page).click();
    await panelOf(page).waitFor();
  });
});
