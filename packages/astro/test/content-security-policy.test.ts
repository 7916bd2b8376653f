import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, newVisitor, panelOf } from "./support/browser.js";
import { buildSiteForTest } from "./support/fixture-site.js";

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("a strict policy with Trusted Types stops neither the launcher's style nor the panel", async () => {
  const site = await buildSiteForTest("site", { security: { csp: true } });
  const server = await site.serve();
  onTestFinished(() => server.stop());
  const page = await newVisitor(browser);
  await page.route(server.url, async (route) => {
    const response = await route.fetch();
    const headers = {
      ...response.headers(),
      "content-security-policy": "require-trusted-types-for 'script'",
    };
    await route.fulfill({ response, headers });
  });
  await page.addInitScript(() => {
    const violations: string[] = [];
    addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
    Object.assign(window, { violations });
  });
  await page.goto(server.url);
  const width = await launcherOf(page).evaluate((button) => button.getBoundingClientRect().width);
  await launcherOf(page).click();
  await panelOf(page).getByRole("textbox").fill("Hello");
  await panelOf(page).getByRole("textbox").press("Enter");
  await panelOf(page).getByText("Hello.").first().waitFor();

  expect(width).toBe(56);
  expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([]);
});
