import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { watchFaults } from "../support/page-faults.ts";
import { type ServedFixture, serveStaticFixture } from "../support/served-fixture.ts";

/** A site that has overridden the ranges of packages that know Preact 10 alone. */
let site: ServedFixture;
let browser: Browser;

beforeAll(async () => {
  site = await serveStaticFixture("preact-11");
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

test("the site has Preact 11, once", async () => {
  const version = async (path: string) =>
    JSON.parse(await readFile(join(site.folder, "node_modules", path, "package.json"), "utf8")).version;
  expect(await version("preact")).toMatch(/^11\./);
  for (const dependent of ["@chatisle/astro", "@chatisle/widget", "@astrojs/preact", "@preact/signals"]) {
    await expect(version(join(dependent, "node_modules/preact"))).rejects.toMatchObject({ code: "ENOENT" });
  }
});

test.each([
  ["the component", "/"],
  ["a Preact island", "/island/"],
])(
  "a visitor of a site on Preact 11 chats, with %s, beside an island of the site's own",
  async (_what, path) => {
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const faults = await watchFaults(page);
    await page.goto(site.url + path);
    const chat = chatPage(page);
    await chat.open();
    await chat.ask("Is it oak?", "You said: Is it oak?");
    await page.reload();
    await chat.log.getByText("You said: Is it oak?").waitFor();
    await page.getByRole("button", { name: "Preact 0", exact: true }).click();
    await page.getByRole("button", { name: "Preact 1", exact: true }).waitFor();
    expect(faults).toEqual({ errors: [], violations: [] });
  },
);

test("a press that comes before the island's code opens the chat when the code is there", async () => {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  let release = () => {};
  const pressed = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/*.js", async (route) => {
    await pressed;
    await route.continue();
  });
  await page.goto(`${site.url}/island/`, { waitUntil: "commit" });
  const chat = chatPage(page);
  await chat.launcher.click();
  release();
  await chat.field.waitFor();
});
