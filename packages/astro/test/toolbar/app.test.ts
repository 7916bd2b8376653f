import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, panelOf } from "../support/browser.js";
import { startBackend } from "../support/chat-backend.js";
import { developSite } from "../support/fixture-site.js";

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Opens a page as a visitor who was never there. */
async function visit(url: string): Promise<Page> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  page.setDefaultTimeout(100_000); // a development server that starts on a busy machine is slow
  await page.goto(url);
  return page;
}

/** Opens the chat, asks, and waits for the answer. */
async function ask(page: Page, question: string): Promise<void> {
  await launcherOf(page).click();
  await panelOf(page).getByRole("textbox").fill(question);
  await page.keyboard.press("Enter");
  await panelOf(page).getByRole("article").getByText(`You said: ${question}`).waitFor();
}

test("the toolbar shows session, cookie and requests of a conversation, and plays an outage", {
  timeout: 240_000,
}, async () => {
  const backend = await startBackend();
  onTestFinished(() => backend.close());
  const site = await developSite("site", { chat: { proxy: backend.url }, devToolbar: { enabled: true } });
  // A development server reloads its pages when it finds what they need: all of it is needed beforehand.
  const before = await visit(site.url);
  await ask(before, "Is it ash?");
  await before.close();
  const page = await visit(site.url);

  await page.locator('astro-dev-toolbar [data-app-id="chatisle"]').first().click();
  const toolbar = page.locator("astro-dev-toolbar-window:visible");
  await toolbar.getByText("not asked for yet").waitFor();
  await ask(page, "Is it oak?");

  await toolbar.getByText(/POST \/chat: 200 after \d+ ms, \d+ pieces? in \d+ ms/).waitFor();
  await toolbar.getByText(/anonymous \(\w+…\), for 168 h/).waitFor();
  await toolbar.getByRole("button", { name: "Prove the cookie" }).click();
  await toolbar.getByText("two requests in a row had the same session").waitFor();
  await toolbar.getByText("Nothing to put right.").waitFor();

  await toolbar.getByLabel("Fault to play").selectOption("offline");
  await panelOf(page).getByRole("textbox").fill("Is it brass?");
  await page.keyboard.press("Enter");
  await toolbar
    .getByText(/could not be reached: Failed to fetch/)
    .first()
    .waitFor();
  expect(backend.paths.filter((path) => path === "/chat")).toHaveLength(2);
});
