import { createHash } from "node:crypto";
import node from "@astrojs/node";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, newVisitor, panelOf } from "./support/browser.js";
import { type BuiltSite, buildSite, type RunningSite } from "./support/fixture-site.js";

const OWN_STYLE = "h1{color:rgb(1,2,3)}";
const OWN_SCRIPT = 'document.title="Run"';
const hash = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}` as const;

/** A page with an inline style and an inline script of the site's own, whose hashes stand in its configuration. */
const page = (load: string, isPrerendered: boolean) => `---
import { ChatWidget } from "@chatisle/astro/components";
import Layout from "../layouts/Layout.astro";
export const prerender = ${isPrerendered};
---
<Layout title="Policy">
  <style is:inline>${OWN_STYLE}</style>
  <script is:inline>${OWN_SCRIPT}</script>
  <ChatWidget load="${load}" />
</Layout>
`;

const PAGES = {
  "static-intent": page("intent", true),
  "static-eager": page("eager", true),
  "static-visible": page("visible", true),
  "static-manual": page("manual", true),
  "on-demand": page("intent", false),
};

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Opens a page, with Trusted Types in force, and notes what its policy refuses. */
async function visit(url: string): Promise<{ page: Page; violations: () => Promise<string[]> }> {
  const page = await newVisitor(browser);
  onTestFinished(() => page.context().close());
  await page.route(url, async (route) => {
    const response = await route.fetch();
    const own = response.headers()["content-security-policy"];
    const policies = [own, "require-trusted-types-for 'script'"].filter((policy) => policy !== undefined);
    await route.fulfill({
      response,
      headers: { ...response.headers(), "content-security-policy": policies.join(", ") },
    });
  });
  await page.addInitScript(() => {
    const violations: string[] = [];
    addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
    Object.assign(window, { violations });
  });
  await page.goto(url);
  return {
    page,
    violations: () => page.evaluate(() => (window as unknown as { violations: string[] }).violations),
  };
}

describe.each([
  ["its default algorithm", {}],
  [
    "hashes of the site's own",
    { styleDirective: { hashes: [hash(OWN_STYLE)] }, scriptDirective: { hashes: [hash(OWN_SCRIPT)] } },
  ],
])("a strict policy with %s", (_what, csp) => {
  const hasOwnHashes = "styleDirective" in csp;
  let site: BuiltSite;
  let server: RunningSite;

  beforeAll(async () => {
    const pages = hasOwnHashes
      ? PAGES
      : Object.fromEntries(
          Object.entries(PAGES).map(([name, text]) => [name, text.replace(/<(style|script).*\n/g, "")]),
        );
    site = await buildSite("site", {
      security: { csp },
      adapter: node({ mode: "standalone" }),
      files: Object.fromEntries(
        Object.entries(pages).map(([name, text]) => [`src/pages/${name}.astro`, text]),
      ),
    });
    server = await site.serveStandalone();
  });
  afterAll(async () => {
    await server.stop();
    await site.remove();
  });

  test.each(Object.keys(PAGES))("stops nothing of the chat on the page %s", async (name) => {
    const { page, violations } = await visit(`${server.url}${name}/`);
    const width = await launcherOf(page).evaluate((button) => button.getBoundingClientRect().width);
    await launcherOf(page).click();
    await panelOf(page).getByRole("textbox").fill("Hello");
    await panelOf(page).getByRole("textbox").press("Enter");
    await panelOf(page).getByText("Hello.").first().waitFor();

    expect(width).toBe(56);
    if (hasOwnHashes) {
      expect(await page.title()).toBe("Run");
      expect(await page.locator("h1").evaluate((h1) => getComputedStyle(h1).color)).toBe("rgb(1, 2, 3)");
    }
    expect(await violations()).toEqual([]);
  });

  test("is in force: it stops an inline style that nobody allowed", async () => {
    const { page, violations } = await visit(`${server.url}on-demand/`);
    await page.evaluate(() => {
      const style = document.createElement("style");
      style.textContent = "p { color: red }";
      document.head.append(style);
    });
    await expect.poll(violations).toEqual([expect.stringContaining("style-src")]);
  });
});
