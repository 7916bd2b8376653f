import { join } from "node:path";
import type { Browser, BrowserContext, Page, Response } from "playwright";
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished, test } from "vitest";
import { makeCertificate } from "../support/certificate.ts";
import { startBackend } from "../support/chat-backend.ts";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import type { RunningServer } from "../support/listen.ts";
import { watchFaults } from "../support/page-faults.ts";
import { copyFixture, runAstro } from "../support/site.ts";
import { serveFolder } from "../support/static-site.ts";

const SHOP = "https://shop.test";
const ROUTER = "https://router.shop.test";
const API = "https://api.shop.test";
const WEEK_S = 7 * 24 * 60 * 60;

/** Long enough for a few of them to scroll. */
const LONG_ANSWER = "Oak, oiled twice, from a workshop by the river. ".repeat(12);

let browser: Browser;
const servers: RunningServer[] = [];
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  const site = inject("installedSite");
  const router = join(site, "sites/router");
  await copyFixture("router", router);
  for (const folder of [site, router]) await runAstro(folder, ["build"], { PUBLIC_API_BASE_URL: API });

  const certificate = await makeCertificate(["shop.test", "*.shop.test"]);
  const backend = await startBackend({
    origins: [SHOP, ROUTER],
    certificate,
    reply: ({ text }) => `You said: ${text} ${LONG_ANSWER}`,
  });
  const shop = await serveFolder(join(site, "dist"), certificate);
  const routed = await serveFolder(join(router, "dist"), certificate);
  servers.push(backend, shop, routed);
  const hosts = { "shop.test": shop.port, "router.shop.test": routed.port, "api.shop.test": backend.port };
  browser = await launchChromium({ hosts, certificate });
});
afterAll(async () => {
  await browser?.close();
  for (const server of servers) await server.close();
});

beforeEach(async () => {
  context = await browser.newContext();
  onTestFinished(() => context.close());
  page = await context.newPage();
});

test("the session of a site and its API on one domain is a first-party cookie for a week", async () => {
  const written: string[] = [];
  const readCookie = async (response: Response) => {
    if (!response.url().startsWith(API)) return;
    const headers = await response.headersArray();
    written.push(
      ...headers.filter(({ name }) => name.toLowerCase() === "set-cookie").map(({ value }) => value),
    );
  };
  page.on("response", readCookie);
  await page.goto(SHOP);
  const chat = chatPage(page);
  await chat.open();
  await chat.ask("Hello", "You said: Hello");

  const attributes = (written[0] ?? "").split(";").map((part) => part.trim());
  expect(attributes[0]).toMatch(/^__Host-ci=v1\./);
  expect(attributes.slice(1).toSorted()).toEqual(
    ["HttpOnly", `Max-Age=${WEEK_S}`, "Path=/", "SameSite=Lax", "Secure"].toSorted(),
  );
  const cookies = await context.cookies(API);
  expect(cookies).toMatchObject([
    { name: "__Host-ci", domain: "api.shop.test", path: "/", httpOnly: true, secure: true, sameSite: "Lax" },
  ]);
  const lifetime = (cookies[0]?.expires ?? 0) - Date.now() / 1000;
  expect(lifetime).toBeGreaterThan(WEEK_S - 600);
  expect(lifetime).toBeLessThanOrEqual(WEEK_S);
  expect(await page.evaluate(() => document.cookie)).toBe("");
});

test("a conversation is still there after a reload and in another tab", async () => {
  const { errors } = await watchFaults(page);
  await page.goto(SHOP);
  const chat = chatPage(page);
  await chat.open();
  await chat.ask("Is it oak?", "You said: Is it oak?");
  const before = await chat.transcript();
  expect(before).toHaveLength(2);

  await page.reload();
  await chat.log.getByText("Is it oak?", { exact: true }).waitFor();
  expect(await chat.transcript()).toEqual(before);

  const tab = await context.newPage();
  await tab.goto(SHOP);
  const other = chatPage(tab);
  await other.open();
  await other.log.getByText("Is it oak?", { exact: true }).waitFor();
  expect(await other.transcript()).toEqual(before);
  expect(errors).toEqual([]);
});

test("an open chat lives through navigations, a page without it included", async () => {
  const { errors } = await watchFaults(page);
  await page.goto(ROUTER);
  const chat = chatPage(page);
  await chat.open();
  await chat.ask("First", "You said: First");
  await chat.ask("Second", "You said: Second");
  await chat.ask("Third", "You said: Third");
  const said = await chat.transcript();
  await chat.field.fill("Half a question");
  const scrollTop = await chat.log.evaluate((log) => {
    log.scrollTop = 120;
    return log.scrollTop;
  });
  expect(scrollTop).toBe(120);
  const panel = await page.locator("chatisle-panel").elementHandle();
  const isSamePanel = () => page.evaluate((node) => node === document.querySelector("chatisle-panel"), panel);
  const follow = async (name: string) => {
    await page.getByRole("link", { name }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
  };
  const expectKept = async () => {
    await chat.panel.waitFor();
    expect(await isSamePanel()).toBe(true);
    expect(await page.locator("chatisle-panel").count()).toBe(1);
    expect(await chat.field.inputValue()).toBe("Half a question");
    expect(await chat.log.evaluate((log) => log.scrollTop)).toBe(scrollTop);
    expect(await chat.transcript()).toEqual(said);
    expect(await chat.launcher.getAttribute("aria-expanded")).toBe("true");
  };

  await follow("Care");
  await expectKept();
  await follow("Terms");
  await page.locator("chat-widget").waitFor({ state: "detached" });
  await chat.panel.waitFor({ state: "hidden" });
  await follow("Shop");
  await expectKept();
  await chat.field.press("Enter");
  await chat.log.getByText("You said: Half a question").waitFor();
  expect(errors).toEqual([]);
});
