import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { startBackend } from "../support/chat-backend.ts";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { freePort } from "../support/listen.ts";
import { previewSite } from "../support/preview-site.ts";
import { snippets } from "../support/readme.ts";
import { runAstro } from "../support/site.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test("the site of the README, word for word, chats", async () => {
  const installed = inject("installedSite");
  const folder = await mkdtemp(join(dirname(installed), "readme-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  // The packages are installed already: only the files that the README names are its own.
  await cp(join(installed, "package.json"), join(folder, "package.json"));
  await cp(join(installed, "node_modules"), join(folder, "node_modules"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await mkdir(join(folder, "src/pages"), { recursive: true });
  const files = (await snippets("README.md")).filter(({ title }) => title !== undefined);
  expect(files.map(({ title }) => title)).toEqual(["astro.config.mjs", "src/pages/index.astro"]);
  for (const { title = "", code } of files) await writeFile(join(folder, title), code);

  const port = await freePort();
  const backend = await startBackend({ origins: [`http://localhost:${port}`] });
  onTestFinished(() => backend.close());
  await runAstro(folder, ["build"], { PUBLIC_API_BASE_URL: backend.url });
  const preview = await previewSite(folder, port);
  onTestFinished(() => preview.stop());

  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.goto(`http://localhost:${port}`);
  const chat = chatPage(page);
  await chat.open();
  await chat.ask("Hello?", "You said");
  expect(await chat.transcript()).toEqual(["visitor: Hello?", "assistant: You said: Hello?"]);
});
