import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, newVisitor, panelOf, recordRequests } from "./support/browser.js";
import { type BuiltSite, buildSite, type RunningSite } from "./support/fixture-site.js";

const APP = /\/chatisle-app\./;

/** A page that is so high that a launcher in its flow is out of view. */
const page = (load: string) => `---
import { ChatWidget } from "@chatisle/astro/components";
import Layout from "../layouts/Layout.astro";
---
<Layout title="${load}">
  <p>Read on</p>
  <ChatWidget load="${load}" />
</Layout>
`;

let browser: Browser;
let site: BuiltSite;
let server: RunningSite;

beforeAll(async () => {
  const modes = ["eager", "visible", "manual"];
  const files = Object.fromEntries(modes.map((mode) => [`src/pages/${mode}.astro`, page(mode)]));
  [browser, site] = await Promise.all([launchBrowser(), buildSite("site", { files })]);
  server = await site.serve();
});
afterAll(async () => {
  await Promise.all([browser.close(), server.stop()]);
  await site.remove();
});

async function visit(path: string, prepare?: (page: Page) => Promise<unknown>) {
  const visitor = await newVisitor(browser);
  onTestFinished(() => visitor.context().close());
  await prepare?.(visitor);
  const requests = recordRequests(visitor);
  await visitor.goto(`${server.url}${path}`);
  return { page: visitor, requests };
}

const isDefined = (page: Page) => page.waitForFunction(() => customElements.get("chat-widget") !== undefined);

test.each(["eager", "visible"])("load=%s loads the app without the visitor, closed", async (mode) => {
  const { page } = await visit(`${mode}/`);
  await isDefined(page);
  expect(await panelOf(page).count()).toBe(0);
  await launcherOf(page).click();
  await panelOf(page).waitFor();
});

test("load=visible waits until the launcher is in view", async () => {
  const { page, requests } = await visit("visible/", (page) =>
    page.addInitScript(() => {
      document.addEventListener("readystatechange", () => {
        document.querySelector("chat-widget")?.toggleAttribute("hidden", true);
      });
    }),
  );
  await page.waitForLoadState("networkidle");
  expect(requests).toEqual([`${server.url}visible/`]);
  await page.evaluate(() => document.querySelector("chat-widget")?.removeAttribute("hidden"));
  await isDefined(page);
});

test("load=manual loads nothing for a visitor who points, or has a conversation, and opens with a click", async () => {
  const { page, requests } = await visit("manual/", (page) =>
    page.addInitScript(() => localStorage.setItem("chatisle:active", String(Date.now()))),
  );
  await launcherOf(page).hover();
  await launcherOf(page).focus();
  await page.waitForLoadState("networkidle");
  expect(requests).toEqual([`${server.url}manual/`]);
  await launcherOf(page).click();
  await panelOf(page).waitFor();
});

test("load=manual tries an app that fails once again, and says when it is missing", async () => {
  const { page } = await visit("manual/", (page) => page.route(APP, (route) => route.abort(), { times: 3 }));
  await launcherOf(page).click();
  await page.getByRole("alert").waitFor();
  await launcherOf(page).click();
  await panelOf(page).waitFor();
});

test("no way to load costs the closed page a file of its own", async () => {
  for (const mode of ["eager", "visible", "manual"]) {
    expect(await site.read(`${mode}/index.html`)).not.toMatch(/<script[^>]* src=|modulepreload/);
  }
});
