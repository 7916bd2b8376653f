import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type ChatClient,
  createChatClient,
  memoryStorage,
  type ProtocolDescriptor,
  textOf,
} from "@chatisle/client";
import { probe } from "@chatisle/client/probe";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import type { RunningServer } from "../support/listen.ts";
import { watchFaults } from "../support/page-faults.ts";
import { GREETING, type ProtocolServers, startProtocolServers } from "../support/protocol-servers.ts";
import { serveFolder } from "../support/static-site.ts";

const SCRIPT = fileURLToPath(new URL("../../packages/widget/dist/chatisle.js", import.meta.url));
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

let browser: Browser;
let folder: string;
let site: RunningServer;
let servers: ProtocolServers;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatisle-protocols-"));
  await copyFile(SCRIPT, join(folder, "chatisle.js"));
  await writeFile(join(folder, "index.html"), PAGE);
  site = await serveFolder(folder);
  servers = await startProtocolServers();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await servers?.close();
  await site?.close();
  await rm(folder, { recursive: true, force: true });
});

const KEY = { headers: { authorization: "Bearer test" } };

test.each<[string, "apps" | "models", ProtocolDescriptor]>([
  ["the AI SDK", "apps", { use: "ai-sdk" }],
  ["AG-UI", "apps", { use: "ag-ui", path: "/agent" }],
  ["TanStack AI", "apps", { use: "ag-ui", path: "/tanstack" }],
  ["Chat Completions", "models", { use: "openai", model: "gpt-5", ...KEY }],
  ["Responses", "models", { use: "openai-responses", model: "gpt-5", ...KEY }],
  ["Ollama", "models", { use: "ollama", model: "llama3", ...KEY }],
])(
  "a page talks with %s by configuration alone, and goes on after a reload",
  async (_name, server, protocol) => {
    const tab = await browser.newPage();
    onTestFinished(() => tab.close());
    const faults = await watchFaults(tab);
    const query = new URLSearchParams({
      "api-base-url": servers[server],
      protocol: JSON.stringify(protocol),
    });
    await tab.goto(`${site.url}/?${query}`);
    const chat = chatPage(tab);
    await chat.open();
    await chat.ask("Hello", GREETING);
    await tab.reload();
    if (!(await chat.field.isVisible())) await chat.open();
    await expect.poll(chat.transcript).toEqual(["visitor: Hello", `assistant: ${GREETING}`]);
    await chat.ask("And again", GREETING);
    await expect.poll(async () => (await chat.transcript()).length).toBe(4);
    expect(faults).toEqual({ errors: [], violations: [] });
  },
);

/** Asks for a refund, is asked for approval, and answers. @returns What is said in the end. */
async function refund(protocol: ProtocolDescriptor, approved: boolean): Promise<string> {
  const client: ChatClient = createChatClient({ baseUrl: servers.apps, protocol, storage: memoryStorage() });
  onTestFinished(() => client.dispose());
  const request = () =>
    client.messages.value.at(-1)?.parts.find((part) => part.type === "tool" && part.state === "approval");
  client.send("I want a refund");
  await vi.waitFor(() => expect(request()).toBeDefined(), 10_000);
  await vi.waitFor(() => expect(client.reply.value.status).toBe("idle"));
  const part = request();
  if (part?.type !== "tool") throw new Error("No approval was asked for.");
  client.answer(client.messages.value.at(-1)?.id ?? "", part.approvalId ?? "", approved);
  await vi.waitFor(() => expect(client.messages.value.at(-1)?.status).toBe("done"), 10_000);
  const last = client.messages.value.at(-1);
  return last === undefined ? "" : textOf(last);
}

test.each<[string, ProtocolDescriptor]>([
  ["the AI SDK", { use: "ai-sdk" }],
  ["AG-UI", { use: "ag-ui", path: "/agent" }],
])("a tool of %s does what the visitor approves, and nothing else", async (_name, protocol) => {
  expect(await refund(protocol, true)).toBe("Order 7 is refunded.");
  expect(await refund(protocol, false)).toBe("Then not.");
});

test.each<[string, "apps" | "models", string, object]>([
  ["the AI SDK", "apps", "/api/chat", { use: "ai-sdk", path: "/api/chat" }],
  ["AG-UI", "apps", "/agent", { use: "ag-ui", path: "/agent" }],
])("a probe finds out that %s stands there", async (_name, server, path, protocol) => {
  expect(await probe(servers[server] + path)).toMatchObject({ status: "fits", protocol, reply: GREETING });
});
