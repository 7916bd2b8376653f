import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, newVisitor, panelOf, recordRequests } from "./support/browser.js";
import { type BuiltSite, buildSiteForTest, type RunningSite } from "./support/fixture-site.js";

const pageWith = (body: string) => `---
import { ChatWidget } from "@chatisle/astro/components";
import Layout from "../layouts/Layout.astro";
---
<Layout title="Page">${body}</Layout>
`;

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function serve(site: BuiltSite): Promise<RunningSite> {
  const server = await site.serve();
  onTestFinished(() => server.stop());
  return server;
}

async function visit(url: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await newVisitor(browser);
  onTestFinished(() => page.context().close());
  await prepare?.(page);
  await page.goto(url);
  return page;
}

test("two chats on one page have a loader together, and a panel and a draft each", async () => {
  const site = await buildSiteForTest("site", {
    files: {
      "src/pages/index.astro": pageWith(
        '<ChatWidget labels={{ launcher: "Ask sales" }} /> <ChatWidget chatKey="help" side="start" labels={{ launcher: "Ask support" }} />',
      ),
    },
  });
  expect((await site.read("index.html")).match(/<script type="module">/g)).toHaveLength(1);
  const page = await visit((await serve(site)).url);
  const sales = page.getByRole("button", { name: "Ask sales" });
  const support = page.getByRole("button", { name: "Ask support" });
  const field = panelOf(page).getByRole("textbox").filter({ visible: true });
  await sales.click();
  await field.fill("A lamp for the hall");
  await sales.click();
  await field.waitFor({ state: "hidden" });
  await support.click();
  await field.fill("My lamp flickers");
  await support.click();
  await field.waitFor({ state: "hidden" });
  await sales.click();
  expect(await field.inputValue()).toBe("A lamp for the hall");
  expect(await page.locator("chatisle-panel").count()).toBe(2);
});

test("a page of another locale has its chat in that language", async () => {
  const site = await buildSiteForTest("site", {
    i18n: { locales: ["en", "de"], defaultLocale: "en" },
    files: { "src/pages/de.astro": pageWith("<ChatWidget />") },
  });
  expect(await site.read("index.html")).toMatch(/<chat-widget [^>]*lang="en"/);
  expect(await site.read("de/index.html")).toMatch(/<chat-widget [^>]*lang="de"/);
});

test("a site that prefetches its pages prefetches nothing of the chat", async () => {
  const site = await buildSiteForTest("site", {
    prefetch: { prefetchAll: true, defaultStrategy: "load" },
    files: { "src/pages/index.astro": pageWith("<ChatWidget />") },
  });
  let requests: string[] = [];
  const page = await visit((await serve(site)).url, async (page) => {
    requests = recordRequests(page);
  });
  await page.waitForLoadState("networkidle");
  expect(requests.some((url) => url.endsWith("/about/"))).toBe(true);
  expect(requests.filter((url) => url.includes("chatisle"))).toEqual([]);
  await launcherOf(page).click();
  await panelOf(page).waitFor();
});

test("a chat whose code comes from another host opens", async () => {
  const cdn = createServer((request, response) => {
    site
      .read(decodeURIComponent((request.url ?? "/").slice(1)))
      .then((text) =>
        response
          .writeHead(200, { "content-type": "text/javascript", "access-control-allow-origin": "*" })
          .end(text),
      )
      .catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => cdn.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void cdn.close());
  const assetsPrefix = `http://127.0.0.1:${(cdn.address() as AddressInfo).port}`;
  const site = await buildSiteForTest("site", { build: { assetsPrefix } });
  const page = await visit((await serve(site)).url);
  const requests = recordRequests(page);
  await launcherOf(page).click();
  await panelOf(page).waitFor();
  expect(requests.filter((url) => url.endsWith(".js")).map((url) => new URL(url).origin)).not.toContain(
    new URL(page.url()).origin,
  );
});

test.each(["always", "never", "ignore"] as const)(
  "with trailingSlash: %s the chat opens below a base path",
  async (trailingSlash) => {
    const site = await buildSiteForTest("site", { base: "/docs", trailingSlash });
    const { url } = await serve(site);
    const page = await visit(trailingSlash === "never" ? url.replace(/\/$/, "") : url);
    await launcherOf(page).click();
    await panelOf(page).waitFor();
  },
);

test("a page from before a deployment shows the text of a reply whose display it can no longer load", async () => {
  const site = await buildSiteForTest("site");
  let reply = "Hello.";
  const page = await visit((await serve(site)).url, (page) =>
    page.route(/\/api\/chat$/, (route) => route.fulfill({ contentType: "text/plain", body: reply })),
  );
  const articles = panelOf(page).getByRole("article");
  const ask = async (question: string) => {
    await panelOf(page).getByRole("textbox").fill(question);
    await page.keyboard.press("Enter");
  };
  await launcherOf(page).click();
  await ask("Good day");
  await articles.getByText("Hello.").waitFor();

  await page.route(/\/_astro\//, (route) => route.fulfill({ status: 404 }));
  reply = "Made of **oak**.";
  await ask("Is it oak?");
  await articles.getByText("Made of").waitFor();
});

test.each([
  ["with a link, shows it in the launcher's place", '<ChatWidget fallbackHref="/about/" />', true],
  ["without one, shows no dead button", "<ChatWidget />", false],
])("where JavaScript is off, a chat %s", async (_what, component, hasLink) => {
  const site = await buildSiteForTest("site", { files: { "src/pages/index.astro": pageWith(component) } });
  const { url } = await serve(site);
  const context = await browser.newContext({ javaScriptEnabled: false });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole("heading", { level: 1 }).waitFor();
  expect(await launcherOf(page).isVisible()).toBe(false);
  const link = page.locator("chat-widget").getByRole("link", { name: "Contact us" });
  expect(await link.count()).toBe(hasLink ? 1 : 0);
  if (!hasLink) return;
  await link.click();
  await page.getByRole("heading", { level: 1, name: "About" }).waitFor();
});

test("a page from before a deployment, whose app came and whose panel is gone, says what to do", async () => {
  const site = await buildSiteForTest("site");
  const page = await visit((await serve(site)).url, (page) =>
    page.route(/\/(_|%5F)astro\/(?!chatisle-app\.)/i, (route) => route.fulfill({ status: 404 })),
  );
  await launcherOf(page).click();
  await page
    .getByText(/reload the page/i)
    .first()
    .waitFor();
});
