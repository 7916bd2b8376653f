import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import { createChatBackend } from "@chatisle/server";
import { memoryStore } from "@chatisle/server/memory";
import { toNodeListener } from "@chatisle/server/node";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchChromium } from "../support/chromium.ts";
import { serveConfiguredPage, visitConfigured } from "../support/configured-page.ts";
import { listen, type RunningServer } from "../support/listen.ts";

let browser: Browser;
let site: RunningServer;

beforeAll(async () => {
  site = await serveConfiguredPage();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** Our backend behind a proxy that does this to every WebSocket. */
async function startBehind(onUpgrade: (socket: Duplex) => void) {
  const backend = createChatBackend({
    store: memoryStore(),
    reply: ({ text }) => `You said: ${text}`,
    origins: [site.url],
    secret: "a secret of end-to-end tests, of no worth to anybody",
  });
  const listener = toNodeListener(backend);
  const requests: string[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  server.on("upgrade", ({ url }, socket) => {
    requests.push(`UPGRADE ${url}`);
    sockets.add(socket);
    onUpgrade(socket);
  });
  const running = await listen(server);
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await running.close();
    await backend.close();
  });
  return { url: running.url, requests };
}

const refuse = (status: string) => (socket: Duplex) =>
  void socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);

test.each<[string, (socket: Duplex) => void]>([
  ["answers 403 to", refuse("403 Forbidden")],
  ["answers 426 to", refuse("426 Upgrade Required")],
  ["answers 200 to", refuse("200 OK")],
  ["cuts", (socket) => void socket.destroy()],
  ["never answers", () => {}],
])(
  "a page talks over HTTP with a backend whose proxy %s the upgrade to a WebSocket",
  async (_what, onUpgrade) => {
    const { url, requests } = await startBehind(onUpgrade);
    const { chat } = await visitConfigured(browser, site, {
      apiBaseUrl: url,
      protocol: { use: "web-socket" },
    });
    await chat.send("Hello");
    // A proxy that never answers is given up after fifteen seconds.
    const whole = ["visitor: Hello", "assistant: You said: Hello"];
    await expect.poll(chat.transcript, { timeout: 60_000 }).toEqual(whole);
    expect(requests.filter((request) => request.startsWith("UPGRADE "))).toHaveLength(1);
    expect(requests.filter((request) => request.startsWith("POST "))).toEqual(["POST /chat"]);
  },
);
