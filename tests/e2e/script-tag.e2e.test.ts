import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { integrityOf } from "../../scripts/sri/integrity.ts";
import { startBackend } from "../support/chat-backend.ts";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { freePort, type RunningServer } from "../support/listen.ts";
import { watchFaults } from "../support/page-faults.ts";
import { serveFolder } from "../support/static-site.ts";

const DIST = fileURLToPath(new URL("../../packages/widget/dist", import.meta.url));
const SCRIPT = join(DIST, "chatisle.js");

let browser: Browser;
let folder: string;
let site: RunningServer;
let backend: RunningServer;

const page = (integrity: string, apiUrl: string, lang = "en") => `<!doctype html>
<html lang="${lang}">
  <head>
    <title>A plain page</title>
    <meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'self'; img-src data:;
      connect-src ${apiUrl}; require-trusted-types-for 'script'; trusted-types 'none'">
    <link rel="icon" href="data:,">
    <script src="chatisle.js" integrity="${integrity}" defer></script>
  </head>
  <body>
    <h1>A plain page</h1>
    <chat-widget api-base-url="${apiUrl}" heading="Ask us"></chat-widget>
  </body>
</html>
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatisle-script-"));
  await copyFile(SCRIPT, join(folder, "chatisle.js"));
  await cp(join(DIST, "locales"), join(folder, "locales"), { recursive: true });
  site = await serveFolder(folder);
  const port = await freePort();
  backend = await startBackend({ origins: [site.url], port });
  const apiUrl = `http://localhost:${port}`;
  const integrity = integrityOf(await readFile(SCRIPT));
  await writeFile(join(folder, "index.html"), page(integrity, apiUrl));
  await writeFile(join(folder, "german.html"), page(integrity, apiUrl, "de-AT"));
  await writeFile(join(folder, "changed.html"), page(integrityOf(new Uint8Array([1])), apiUrl));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
  await backend?.close();
  await rm(folder, { recursive: true, force: true });
});

async function visit(path: string) {
  const tab = await browser.newPage();
  onTestFinished(() => tab.close());
  const faults = await watchFaults(tab);
  await tab.goto(`${site.url}/${path}`);
  return { tab, faults, chat: chatPage(tab) };
}

test("one script and one tag are a chat, under a policy that allows nothing else", async () => {
  const { tab, faults, chat } = await visit("");
  await chat.open();
  await chat.ask("Is this **all**?", "You said: Is this all?");
  expect(
    await tab.evaluate(() => Object.keys((window as unknown as { chatisle: object }).chatisle).sort()),
  ).toEqual(["configure", "mount", "open"]);
  expect(faults).toEqual({ errors: [], violations: [] });
});

test("no request of a message stands as a failed one in the browser's tools", async () => {
  const { tab, chat } = await visit("");
  await chat.open();
  const asked = tab.waitForRequest((request) => request.method() === "POST");
  await chat.ask("Hello", "You said: Hello");
  const answer = await (await asked).response();
  expect(await answer?.finished()).toBeNull();
});

test("the script finds the words of another language beside itself", async () => {
  const { faults, chat } = await visit("german.html");
  await chat.open();
  await chat.panel.getByPlaceholder("Nachricht schreiben …").waitFor();
  expect(faults).toEqual({ errors: [], violations: [] });
});

test("a script that is not the one its hash names does not run", async () => {
  const { tab } = await visit("changed.html");
  expect(await tab.evaluate(() => customElements.get("chat-widget") === undefined)).toBe(true);
});
