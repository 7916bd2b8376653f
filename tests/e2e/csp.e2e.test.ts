import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { startBackend } from "../support/chat-backend.ts";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { freePort, type RunningServer } from "../support/listen.ts";
import { type PageFaults, watchFaults } from "../support/page-faults.ts";
import { copyFixture, runAstro } from "../support/site.ts";
import { serveFolder } from "../support/static-site.ts";

let browser: Browser;
const servers: RunningServer[] = [];
let site: RunningServer;
let page: Page;
let faults: PageFaults;

beforeAll(async () => {
  const folder = join(inject("installedSite"), "sites/strict");
  await copyFixture("strict", folder);
  const apiPort = await freePort();
  await runAstro(folder, ["build"], { PUBLIC_API_BASE_URL: `http://localhost:${apiPort}` });
  site = await serveFolder(join(folder, "dist"));
  servers.push(site, await startBackend({ origins: [site.url], port: apiPort }));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  for (const server of servers) await server.close();
});

beforeEach(async () => {
  page = await browser.newPage();
  onTestFinished(() => page.close());
  faults = await watchFaults(page);
  await page.goto(site.url);
});

test("a policy without unsafe-inline, with Trusted Types, has nothing to refuse while a visitor chats", async () => {
  const chat = chatPage(page);
  await chat.open();
  await chat.ask("Hello", "You said: Hello");
  await page.reload();
  await chat.log.getByText("You said: Hello").waitFor();
  expect(faults).toEqual({ errors: [], violations: [] });
});

test("a strict policy leaves the launcher its style", async () => {
  const { launcher } = chatPage(page);
  const style = await launcher.evaluate((button) => {
    const { width, height, borderRadius } = getComputedStyle(button);
    const host = (button.getRootNode() as ShadowRoot).host;
    return { width, height, borderRadius, position: getComputedStyle(host).position };
  });
  expect(style).toEqual({ width: "56px", height: "56px", borderRadius: "50%", position: "fixed" });
});

test("the policy is in force: it refuses an inline style", async () => {
  await page.evaluate(() => {
    const style = document.createElement("style");
    style.textContent = "p { color: red }";
    document.head.append(style);
  });
  await expect.poll(() => faults.violations).toEqual([expect.stringContaining("style-src")]);
});

test("the policy is in force: it refuses a string as markup", async () => {
  const write = page.evaluate(() => Reflect.set(document.body, "innerHTML", "<p>Markup</p>"));
  await expect(write).rejects.toThrow("TrustedHTML");
  await expect.poll(() => faults.violations).toEqual([expect.stringContaining("trusted-types")]);
});
