import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { startBackend } from "../support/chat-backend.ts";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { freePort, type RunningServer } from "../support/listen.ts";
import { watchFaults } from "../support/page-faults.ts";
import { previewSite, startSite } from "../support/preview-site.ts";
import { copyFixture, runAstro } from "../support/site.ts";

let browser: Browser;
let backend: RunningServer;
let endReply = () => {};

beforeAll(async () => {
  backend = await startBackend({
    origins: [],
    async *reply({ text }) {
      const ended = new Promise<void>((resolve) => {
        endReply = resolve;
      });
      yield `You said: ${text}`;
      await ended;
      yield " And that is all.";
    },
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await backend?.close();
});

test.each([
  ["a static site in preview", "static", "", previewSite],
  [
    "a site with a server",
    "server",
    'import node from "@astrojs/node";\nconst adapter = node({ mode: "standalone" });',
    startSite,
  ],
])(
  "in %s a reply goes on through a navigation, and no request leaves the site",
  async (_what, name, adapter, serve) => {
    const folder = join(inject("installedSite"), `sites/same-domain-${name}`);
    await copyFixture("router", folder);
    await writeFile(
      join(folder, "astro.config.mjs"),
      `import chatisle from "@chatisle/astro";
import { defineConfig } from "astro/config";
${adapter}
export default defineConfig({
  ${adapter === "" ? "" : "adapter,"}
  integrations: [chatisle({ proxy: ${JSON.stringify(backend.url)} })],
});
`,
    );
    await runAstro(folder, ["build"]);
    const port = await freePort();
    const server = await serve(folder, port);
    onTestFinished(() => server.stop());

    const page = await browser.newPage();
    onTestFinished(() => page.close());
    const faults = await watchFaults(page);
    const origins = new Set<string>();
    page.on("request", (request) => origins.add(new URL(request.url()).origin));
    await page.goto(`http://localhost:${port}`);
    const chat = chatPage(page);
    await chat.open();
    await chat.ask("Is it oak?", "You said: Is it oak?");
    await page.getByRole("link", { name: "Care" }).click();
    await page.getByRole("heading", { level: 1, name: "Care" }).waitFor();
    endReply();
    await chat.log.getByText("And that is all.").last().waitFor();
    await page.reload();
    await chat.log.getByText("And that is all.").last().waitFor();

    expect(await chat.transcript()).toEqual([
      "visitor: Is it oak?",
      "assistant: You said: Is it oak? And that is all.",
    ]);
    expect([...origins]).toEqual([`http://localhost:${port}`]);
    expect(faults).toEqual({ errors: [], violations: [] });
  },
);
