import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProtocolDescriptor } from "@chatisle/client";
import type { Browser, Page } from "playwright";
import { expect, onTestFinished } from "vitest";
import { type ChatPage, chatPage } from "./chat-page.ts";
import type { RunningServer } from "./listen.ts";
import { type PageFaults, watchFaults } from "./page-faults.ts";
import { serveFolder } from "./static-site.ts";

const SCRIPT = fileURLToPath(new URL("../../packages/widget/dist/chatisle.js", import.meta.url));

/** Its chat has the attributes that the query names, and nothing else. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <title>A shop</title>
    <link rel="icon" href="data:,">
    <script src="chatisle.js" defer></script>
  </head>
  <body>
    <script>
      const query = new URLSearchParams(location.search);
      const chat = document.createElement("chat-widget");
      for (const name of query.keys()) chat.setAttribute(name, query.get(name));
      document.body.append(chat);
    </script>
  </body>
</html>
`;

/** What a site writes to reach its backend. */
export interface ChatConfiguration {
  readonly apiBaseUrl: string;
  /** Default: none is written. */
  readonly protocol?: ProtocolDescriptor;
}

/** Serves a plain page with the script, whose chat is configured by the page's address alone. */
export async function serveConfiguredPage(): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), "chatisle-configured-"));
  await copyFile(SCRIPT, join(folder, "chatisle.js"));
  await writeFile(join(folder, "index.html"), PAGE);
  const site = await serveFolder(folder);
  return {
    ...site,
    async close() {
      await site.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A visitor on that page, with the chat open. */
export interface ConfiguredVisit {
  readonly tab: Page;
  readonly chat: ChatPage;
  readonly faults: PageFaults;
}

/** Opens the page in a fresh profile, for the time of the test. */
export async function visitConfigured(
  browser: Browser,
  site: RunningServer,
  { apiBaseUrl, protocol }: ChatConfiguration,
): Promise<ConfiguredVisit> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const tab = await context.newPage();
  const faults = await watchFaults(tab);
  const query = new URLSearchParams({
    "api-base-url": apiBaseUrl,
    ...(protocol !== undefined && { protocol: JSON.stringify(protocol) }),
  });
  await tab.goto(`${site.url}/?${query}`);
  const chat = chatPage(tab);
  await chat.open();
  return { tab, chat, faults };
}

/** Asks, reloads the page, and goes on, with a backend that answers everything with one reply. */
export async function holdConversation({ tab, chat, faults }: ConfiguredVisit, reply: string): Promise<void> {
  const said = ["visitor: Hello", `assistant: ${reply}`];
  await chat.ask("Hello", reply);
  await expect.poll(chat.transcript).toEqual(said);
  // The chat, which was open, opens by itself.
  await tab.reload();
  await expect.poll(chat.transcript).toEqual(said);
  await chat.send("And again");
  await expect.poll(chat.transcript).toEqual([...said, "visitor: And again", `assistant: ${reply}`]);
  expect(faults).toEqual({ errors: [], violations: [] });
}
