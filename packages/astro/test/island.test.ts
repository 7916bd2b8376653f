import preact from "@astrojs/preact";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { launchBrowser, newVisitor, panelOf } from "./support/browser.js";
import { type BuiltSite, buildSite, type RunningSite } from "./support/fixture-site.js";

let browser: Browser;
let site: BuiltSite;
let server: RunningSite;

beforeAll(async () => {
  vi.stubEnv("PUBLIC_API_BASE_URL", "/backend");
  [browser, site] = await Promise.all([launchBrowser(), buildSite("island", { integrations: [preact()] })]);
  server = await site.serve();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([browser.close(), server.stop()]);
  await site.remove();
});

async function visit(path: string) {
  const page = await newVisitor(browser);
  onTestFinished(() => page.context().close());
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(`${server.url}${path}`);
  await page.waitForSelector("astro-island:not([ssr])", { state: "attached" });
  return { page, errors };
}

test("a component and a Preact island on one page share one panel", async () => {
  const { page, errors } = await visit("");
  await page.getByRole("button", { name: "Chat", exact: true }).click();
  await panelOf(page).waitFor();
  const inIsland = page.getByRole("button", { name: "Chat in the island" });
  expect(await inIsland.getAttribute("aria-expanded")).toBe("true");
  await inIsland.click();
  await panelOf(page).waitFor({ state: "hidden" });
  expect(await page.locator("chatisle-panel").count()).toBe(1);
  expect(errors).toEqual([]);
});

test("an island on the page leaves the component's loader in the page itself", async () => {
  expect(await site.read("index.html")).toMatch(/<script type="module">[^<]*\/_astro\/chatisle-app\./);
});

test("an island alone talks to the backend that the site configured", async () => {
  const { page, errors } = await visit("alone/");
  await Promise.all([
    page.waitForRequest((request) => new URL(request.url()).pathname.startsWith("/backend/")),
    page.getByRole("button", { name: "Chat in the island" }).click(),
  ]);
  await panelOf(page).waitFor();
  expect(errors).toEqual([]);
});
