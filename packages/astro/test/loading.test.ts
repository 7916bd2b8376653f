import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, newVisitor, panelOf, recordRequests } from "./support/browser.js";
import { type BuiltSite, buildSite, type RunningSite } from "./support/fixture-site.js";

const APP = /\/chatisle-app\./;

let browser: Browser;
let site: BuiltSite;
let server: RunningSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([
    launchBrowser(),
    buildSite("site", { chat: { apiBaseUrl: "/backend" } }),
  ]);
  server = await site.serve();
});
afterAll(async () => {
  await Promise.all([browser.close(), server.stop()]);
  await site.remove();
});

/** Opens the site's first page for a new visitor. */
async function visit(prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await newVisitor(browser);
  onTestFinished(() => page.context().close());
  await prepare?.(page);
  await page.goto(server.url);
  return page;
}

/** Holds the app back until it is told to go on. */
function holdApp() {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const hold = (page: Page) =>
    page.route(APP, async (route) => {
      await released;
      await route.continue();
    });
  return { hold, release: () => release() };
}

const requestForApp = (page: Page) => page.waitForRequest(APP);
const isDefined = (page: Page) => page.waitForFunction(() => customElements.get("chat-widget") !== undefined);

test("a closed page requests nothing but itself", async () => {
  let requests: string[] = [];
  const page = await visit(async (page) => {
    requests = recordRequests(page);
  });
  await page.waitForLoadState("networkidle");
  expect(requests).toEqual([server.url]);
});

test("pointing at the launcher loads the app and opens nothing", async () => {
  const page = await visit();
  await Promise.all([requestForApp(page), launcherOf(page).hover()]);
  await isDefined(page);
  expect(await launcherOf(page).getAttribute("aria-expanded")).toBe("false");
  expect(await panelOf(page).count()).toBe(0);
});

test("a click opens the panel once the app has come", async () => {
  const { hold, release } = holdApp();
  const page = await visit(hold);
  await Promise.all([requestForApp(page), launcherOf(page).click()]);
  expect(await panelOf(page).count()).toBe(0);
  release();
  await panelOf(page).waitFor();
  expect(await launcherOf(page).getAttribute("aria-expanded")).toBe("true");
});

test("clicks while the app loads leave the panel open", async () => {
  const { hold, release } = holdApp();
  const page = await visit(hold);
  await Promise.all([requestForApp(page), launcherOf(page).dblclick()]);
  release();
  await panelOf(page).waitFor();
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  expect(await panelOf(page).isVisible()).toBe(true);
  expect(await page.locator("chatisle-panel").count()).toBe(1);
});

test("the keyboard opens the panel and lands in its text field", async () => {
  const page = await visit();
  await page.getByRole("link", { name: "About" }).focus();
  await Promise.all([requestForApp(page), page.keyboard.press("Tab")]);
  await page.keyboard.press("Enter");
  await panelOf(page).getByRole("textbox").waitFor();
  await page.keyboard.type("Hello");
  expect(await panelOf(page).getByRole("textbox").inputValue()).toBe("Hello");
});

test("an app that fails to load once is loaded again for the same click", async () => {
  const page = await visit((page) => page.route(APP, (route) => route.abort(), { times: 1 }));
  await launcherOf(page).click();
  await panelOf(page).waitFor();
});

test("an app that cannot be loaded is said to be missing, and the next click tries again", async () => {
  const page = await visit((page) => page.route(APP, (route) => route.abort()));
  await launcherOf(page).click();
  await page.getByRole("alert").waitFor();
  expect(await page.getByRole("alert").textContent()).toContain("could not be loaded");
  await page.unroute(APP);
  await launcherOf(page).click();
  await panelOf(page).waitFor();
  expect(await page.locator("chat-widget").getByRole("alert").count()).toBe(0);
});

test("a visitor with a running conversation gets the app without a click, closed", async () => {
  const page = await visit(async (page) => {
    await page.addInitScript(() => localStorage.setItem("chatisle:active", String(Date.now())));
  });
  await isDefined(page);
  expect(await panelOf(page).count()).toBe(0);
});

test("a panel that was open is open again after a reload, and talks to the same backend", async () => {
  const page = await visit();
  const requestForSession = () => page.waitForRequest((request) => request.url().endsWith("/api/session"));
  const [before] = await Promise.all([requestForSession(), launcherOf(page).click()]);
  await panelOf(page).waitFor();
  const [after] = await Promise.all([requestForSession(), page.reload()]);
  await panelOf(page).waitFor();
  expect(new URL(before.url()).pathname).toBe("/backend/api/session");
  expect(after.url()).toBe(before.url());
});
