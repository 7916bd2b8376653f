import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { type PageFaults, watchFaults } from "../support/page-faults.ts";
import { type ServedFixture, serveStaticFixture } from "../support/served-fixture.ts";

/** A site with islands of every framework, and Tailwind. */
let site: ServedFixture;
let browser: Browser;

beforeAll(async () => {
  site = await serveStaticFixture("neighbours");
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

async function visit(path = ""): Promise<{ page: Page; faults: PageFaults }> {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const faults = await watchFaults(page);
  await page.goto(`${site.url}/${path}`);
  await page.waitForFunction(() => document.querySelector("astro-island[ssr]") === null);
  return { page, faults };
}

test("islands of React, Preact, Solid, Svelte and Vue work beside the chat, and it beside them", async () => {
  const { page, faults } = await visit();
  const chat = chatPage(page);
  await page.getByRole("button", { name: "Chat", exact: true }).click();
  await chat.ask("Is it oak?", "You said: Is it oak?");
  for (const name of ["React", "Preact", "Solid", "Svelte", "Vue"]) {
    await page.getByRole("button", { name: `${name} 0`, exact: true }).click();
    await page.getByRole("button", { name: `${name} 1`, exact: true }).waitFor();
  }
  expect(faults).toEqual({ errors: [], violations: [] });
});

test("the chat as a Preact island works beside islands of React and Solid", async () => {
  const { page, faults } = await visit("island/");
  const chat = chatPage(page);
  await page.getByRole("button", { name: "Chat", exact: true }).click();
  await chat.ask("Is it oak?", "You said: Is it oak?");
  for (const name of ["React", "Solid"]) {
    await page.getByRole("button", { name: `${name} 0`, exact: true }).click();
    await page.getByRole("button", { name: `${name} 1`, exact: true }).waitFor();
  }
  expect(faults).toEqual({ errors: [], violations: [] });
});

test("Tailwind's preflight changes nothing of the launcher and the panel", async () => {
  const { page } = await visit();
  const { panel, field } = chatPage(page);
  await page.getByRole("button", { name: "Chat", exact: true }).click();
  await field.waitFor();
  await page.waitForLoadState("networkidle"); // what the session brings has come
  const look = () =>
    page.evaluate(() => {
      const launcher = document.querySelector("chat-widget")?.shadowRoot?.querySelector("button");
      const root = document.querySelector("chatisle-panel")?.shadowRoot;
      const elements = [launcher, ...(root?.querySelectorAll("*") ?? [])];
      return elements.map((element) => {
        if (!element) return null;
        // Not the font: the panel takes that of the page.
        const { borderWidth, boxSizing, display, margin, padding } = getComputedStyle(element);
        return { borderWidth, boxSizing, display, margin, padding };
      });
    });
  const withPreflight = await look();
  await page.evaluate(() => {
    for (const sheet of document.styleSheets) sheet.disabled = true;
  });
  expect(await look()).toEqual(withPreflight);
  expect(withPreflight.length).toBeGreaterThan(10);
  expect(await panel.isVisible()).toBe(true);
});
