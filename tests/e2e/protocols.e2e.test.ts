import {
  type ChatClient,
  createChatClient,
  memoryStorage,
  type ProtocolDescriptor,
  textOf,
} from "@chatisle/client";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { startBackend } from "../support/chat-backend.ts";
import { launchChromium } from "../support/chromium.ts";
import { holdConversation, serveConfiguredPage, visitConfigured } from "../support/configured-page.ts";
import type { RunningServer } from "../support/listen.ts";
import { probedConfiguration } from "../support/probed-configuration.ts";
import { GREETING, type ProtocolServers, startProtocolServers } from "../support/protocol-servers.ts";

let browser: Browser;
let site: RunningServer;
let servers: ProtocolServers;

beforeAll(async () => {
  site = await serveConfiguredPage();
  servers = await startProtocolServers();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await servers?.close();
  await site?.close();
});

/** Each with the address that its documentation names, and what a probe of it prints. */
test.each<[string, "apps" | "models", string, ProtocolDescriptor]>([
  ["the AI SDK", "apps", "/api/chat", { use: "ai-sdk", path: "/api/chat" }],
  ["AG-UI", "apps", "/agent", { use: "ag-ui", path: "/agent" }],
  ["TanStack AI", "apps", "/tanstack", { use: "ag-ui", path: "/tanstack" }],
  [
    "Chat Completions",
    "models",
    "/v1/chat/completions",
    { use: "openai", path: "/v1/chat/completions", model: "gpt-4" },
  ],
  [
    "Responses",
    "models",
    "/v1/responses",
    { use: "openai-responses", path: "/v1/responses", model: "gpt-4" },
  ],
  ["Ollama", "models", "", { use: "ollama", model: "gpt-4" }],
])(
  "a page talks with %s by the configuration that a probe prints, and goes on after a reload",
  async (_name, server, path, protocol) => {
    const configuration = await probedConfiguration(servers[server] + path);
    expect(configuration).toEqual({ apiBaseUrl: servers[server], protocol });
    await holdConversation(await visitConfigured(browser, site, configuration), GREETING);
  },
);

test("a page talks with our own backend by its address alone, which is what a probe prints, and goes on after a reload", async () => {
  const backend = await startBackend({ origins: [site.url], reply: () => GREETING });
  onTestFinished(() => backend.close());
  const configuration = await probedConfiguration(backend.url);
  expect(configuration).toEqual({ apiBaseUrl: backend.url });
  await holdConversation(await visitConfigured(browser, site, configuration), GREETING);
});

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
