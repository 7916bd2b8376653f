import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { startBackend } from "../support/chat-backend.ts";
import { type ChatPage, chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { freePort, type RunningServer } from "../support/listen.ts";
import { previewSite } from "../support/preview-site.ts";
import { runAstro } from "../support/site.ts";

let browser: Browser;
let preview: { stop(): Promise<unknown> };
let site: string;
let apiPort: number;
let backend: RunningServer;
let folder: string;

const start = async () => {
  backend = await startBackend({ origins: [site], port: apiPort, path: join(folder, "chat.sqlite") });
};

beforeAll(async () => {
  browser = await launchChromium();
  const installed = inject("installedSite");
  const port = await freePort();
  apiPort = await freePort();
  site = `http://localhost:${port}`;
  await runAstro(installed, ["build"], { PUBLIC_API_BASE_URL: `http://localhost:${apiPort}` });
  preview = await previewSite(installed, port);
});
afterAll(async () => {
  await preview?.stop();
  await browser?.close();
});

let page: Page;
let chat: ChatPage;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatisle-outage-"));
  await start();
  const context = await browser.newContext();
  page = await context.newPage();
  onTestFinished(async () => {
    await context.close();
    await backend.close();
    await rm(folder, { recursive: true, force: true });
  });
  await page.goto(site);
  chat = chatPage(page);
  await chat.open();
  await chat.ask("one", "You said: one");
});

/** What tells the visitor that nobody answers. */
const away = () => chat.panel.getByRole("status").filter({ hasText: "cannot be reached" });
const CONVERSATION = ["visitor: one", "assistant: You said: one", "visitor: two", "assistant: You said: two"];

test("what is written while the backend is away goes by itself once it is back, and goes once", async () => {
  await backend.close();
  await chat.field.fill("two");
  await chat.field.press("Enter");
  await away().waitFor();
  expect(await chat.transcript()).toEqual(["visitor: one", "assistant: You said: one", "visitor: two"]);

  await start();
  await expect.poll(() => chat.transcript(), { timeout: 60_000 }).toEqual(CONVERSATION);
  await page.reload();
  await expect.poll(() => chat.transcript(), { timeout: 10_000 }).toEqual(CONVERSATION);
});

test("what is written while the backend is away survives a reload of the page", async () => {
  await backend.close();
  await chat.field.fill("two");
  await chat.field.press("Enter");
  await away().waitFor();
  await page.reload();
  await start();
  await expect.poll(() => chat.transcript(), { timeout: 60_000 }).toEqual(CONVERSATION);
});

test("a duplicated tab does not send again what the first one has in line", async () => {
  await backend.close();
  await chat.send("two");
  await away().waitFor();
  // Like a duplicated tab, a window that a page opens begins with a copy of the page's session storage.
  const [copy] = await Promise.all([
    page.waitForEvent("popup"),
    page.evaluate(() => void window.open(location.href)),
  ]);
  await start();
  for (const tab of [chat, chatPage(copy)]) {
    await expect.poll(() => tab.transcript(), { timeout: 60_000 }).toEqual(CONVERSATION);
  }
});

test("two tabs of a browser show one conversation", async () => {
  const other = await page.context().newPage();
  await other.goto(site);
  const second = chatPage(other);
  await second.open();
  await second.field.fill("two");
  await second.field.press("Enter");
  await expect.poll(() => chat.transcript(), { timeout: 10_000 }).toEqual(CONVERSATION);
});

test("a half-written message survives a reload", async () => {
  await chat.field.fill("half a thou");
  await page.reload();
  await chat.field.waitFor();
  expect(await chat.field.inputValue()).toBe("half a thou");
});
