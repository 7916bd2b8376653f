import node from "@astrojs/node";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, newVisitor } from "./support/browser.js";
import { type BuiltSite, buildSite } from "./support/fixture-site.js";

/** As the README has it: the meta tag of a page on demand, from a variable of the server. */
const PAGE = `---
import { getSecret } from "astro:env/server";
import { ChatWidget } from "@chatisle/astro/components";
export const prerender = false;
---
<html lang="en">
  <head>
    <link rel="icon" href="data:," />
    <meta name="chatisle:api-base-url" content={getSecret("CHAT_ADDRESS")} />
    <title>Shop</title>
  </head>
  <body><ChatWidget /></body>
</html>
`;

let browser: Browser;
let site: BuiltSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([
    launchBrowser(),
    buildSite("site", {
      chat: { apiBaseUrl: "/from-build" },
      adapter: node({ mode: "standalone" }),
      files: { "src/pages/index.astro": PAGE },
    }),
  ]);
});
afterAll(async () => {
  await browser.close();
  await site.remove();
});

test.each(["/staging", "/production"])(
  "one build talks to the backend that its server is told when it starts: %s",
  async (address) => {
    const server = await site.serveStandalone({ CHAT_ADDRESS: address });
    onTestFinished(() => server.stop());
    const page = await newVisitor(browser);
    onTestFinished(() => page.context().close());
    await page.goto(server.url);
    const [request] = await Promise.all([
      page.waitForRequest((request) => request.url().endsWith("/api/session")),
      launcherOf(page).click(),
    ]);
    expect(new URL(request.url()).pathname).toBe(`${address}/api/session`);
  },
);
