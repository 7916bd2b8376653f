import { cp, rm } from "node:fs/promises";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, newVisitor, panelOf } from "./support/browser.js";
import { type BuiltSite, buildSite, type RunningSite } from "./support/fixture-site.js";

const APP = /\/chatisle-app\./;

let browser: Browser;
let before: BuiltSite;
let after: BuiltSite;

beforeAll(async () => {
  browser = await launchBrowser();
  before = await buildSite("site");
  after = await buildSite("site", { chat: { protocol: { use: "rest", paths: { send: "/v2/chat" } } } });
});
afterAll(async () => {
  await browser.close();
  await Promise.all([before.remove(), after.remove()]);
});

/** A site that is served while its files are replaced by those of the next build, and nothing is left of this one's. */
async function serveBeforeDeployment(): Promise<RunningSite & { deploy(): Promise<void> }> {
  const folder = before.path("dist");
  const kept = `${folder}-kept`;
  await cp(folder, kept, { recursive: true });
  const replaceBy = async (next: string) => {
    await rm(folder, { recursive: true });
    await cp(next, folder, { recursive: true });
  };
  const server = await before.serve();
  onTestFinished(async () => {
    await server.stop();
    await replaceBy(kept);
    await rm(kept, { recursive: true });
  });
  return { ...server, deploy: () => replaceBy(after.path("dist")) };
}

async function visit(url: string): Promise<Page> {
  const page = await newVisitor(browser);
  onTestFinished(() => page.context().close());
  await page.goto(url);
  return page;
}

const fieldOf = (page: Page) => panelOf(page).getByRole("textbox");

/** Asks something, whose answer needs files that the app itself does not hold. */
async function expectConversation(page: Page): Promise<void> {
  await page.route(/\/chat$/, (route) =>
    route.fulfill({ contentType: "text/plain", body: "Made of:\n\n- **oak**\n- brass\n" }),
  );
  await fieldOf(page).fill("What is it made of?");
  await page.keyboard.press("Enter");
  await panelOf(page).getByRole("listitem").filter({ hasText: "oak" }).waitFor();
}

test("a page that is older than the site opens the chat of the site as it is now, with the draft", async () => {
  const site = await serveBeforeDeployment();
  const page = await visit(site.url);
  await launcherOf(page).click();
  await fieldOf(page).fill("Half a question");
  await launcherOf(page).click();
  // A pointer that rests on the launcher of the next page would load the chat there.
  await page.mouse.move(0, 0);
  await page.goto(`${site.url}about/`);
  await page.evaluate(() => Object.assign(window, { isFirstDocument: true }));

  await site.deploy();
  await launcherOf(page).click();
  await expect.poll(() => fieldOf(page).inputValue()).toBe("Half a question");
  expect(await page.locator("chat-widget").getByRole("alert").count()).toBe(0);
  const [request] = await Promise.all([page.waitForRequest(/\/chat$/), expectConversation(page)]);
  expect(new URL(request.url()).pathname).toBe("/api/v2/chat");
  expect(await page.evaluate(() => "isFirstDocument" in window)).toBe(true);
});

test("an app that comes at the second try is whole: what it loads later belongs to it", async () => {
  const site = await serveBeforeDeployment();
  const page = await visit(site.url);
  await page.route(APP, (route) => route.abort(), { times: 1 });
  await launcherOf(page).click();
  await panelOf(page).waitFor();
  await expectConversation(page);
});

test("a page that may not ask for itself tries the file it knows again", async () => {
  const site = await serveBeforeDeployment();
  const page = await visit(site.url);
  await page.route(APP, (route) => route.abort(), { times: 1 });
  await page.route(site.url, (route) => route.abort());
  await launcherOf(page).click();
  await panelOf(page).waitFor();
});
