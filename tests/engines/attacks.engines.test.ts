import { createServer } from "node:https";
import { createChatBackend } from "@chatisle/server";
import { memoryStore } from "@chatisle/server/memory";
import { toNodeListener } from "@chatisle/server/node";
import { toUpgradeListener } from "@chatisle/server/web-socket";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { makeCertificate } from "../support/certificate.ts";
import { startHostProxy } from "../support/host-proxy.ts";
import { listen } from "../support/listen.ts";
import type { Tab } from "./drivers/engine.ts";
import { openEngines } from "./engines.ts";

/** A busy machine is slow; nothing here is about time. */
const PATIENCE = { timeout: 60_000, interval: 250 };
const API = "https://api.shop.test";
const STRANGER = "https://stranger.test";
const PAGES = [
  ["the backend's own site", "https://shop.test"],
  ["another site", "https://partner.test"],
] as const;

const engines = openEngines().map((engine) => [engine.name, engine] as const);

/** What came from the stranger's page, by the name in its address, and how it was answered. */
const attempts = new Map<string, number>();
/** What the backend took for a visitor's message. */
const questions: string[] = [];
const open: { close(): Promise<void> }[] = [];
let proxyPort: number;

beforeAll(async () => {
  const backend = createChatBackend({
    store: memoryStore(),
    reply({ text }) {
      questions.push(text);
      return `You said: ${text}`;
    },
    origins: PAGES.map(([, origin]) => origin),
    secret: "a secret of tests, which is of no worth to anybody",
  });
  open.push(backend);
  const certificate = await makeCertificate(["*.shop.test", "shop.test", "partner.test", "stranger.test"]);
  const answer = toNodeListener(backend);
  const api = createServer(certificate, (request, response) => {
    const { origin } = request.headers;
    const name = new URL(request.url ?? "/", API).searchParams.get("by");
    response.once("finish", () => {
      if (name !== null && origin === STRANGER) attempts.set(name, response.statusCode);
    });
    answer(request, response);
  });
  api.on("upgrade", toUpgradeListener(backend));
  const pages = createServer(certificate, (_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>A page</title>");
  });
  const [apiServer, pageServer] = [await listen(api), await listen(pages)];
  const proxy = await startHostProxy(
    new Map([
      ["api.shop.test", apiServer.port],
      ["shop.test", pageServer.port],
      ["partner.test", pageServer.port],
      ["stranger.test", pageServer.port],
    ]),
  );
  open.push(apiServer, pageServer, proxy);
  proxyPort = proxy.port;
});
afterAll(async () => {
  for (const each of open.reverse()) await each.close();
});

/** What a page has noted of what it did. */
const noted = (tab: Tab) => expect.poll(() => tab.evaluate(() => document.body.textContent), PATIENCE);

describe.each(engines)("in %s", (_name, engine) => {
  test.each(PAGES)("no other page writes as a visitor who chats on %s", async (_where, page) => {
    const visit = await engine.visit(proxyPort);
    onTestFinished(() => visit.close());
    const { tab } = visit;
    attempts.clear();
    questions.length = 0;
    await tab.open(`${page}/`);
    await tab.evaluate(writeTo, API);
    await noted(tab).toBe("You said: Mine");
    await tab.evaluate(connect, API);
    await noted(tab).toBe("The connection was opened.");

    await tab.open(`${STRANGER}/`);
    await tab.evaluate(connect, API);
    await noted(tab).toBe("The connection was refused.");
    await tab.evaluate(sendUnasked, `${API}/chat?by=script`);
    await tab.evaluate(sendForm, `${API}/chat?by=frame`, "frame");
    await expect.poll(() => attempts.size, PATIENCE).toBe(2);
    // This one leads away from the page.
    await tab.evaluate(sendForm, `${API}/chat?by=form`, "_self");
    await expect.poll(() => tab.evaluate(shownOrigin).catch(() => null), PATIENCE).toBe(API);
    expect(Object.fromEntries(attempts)).toEqual({ script: 403, frame: 403, form: 403 });

    await tab.open(`${page}/`);
    await tab.evaluate(readFrom, API);
    await noted(tab).toBe("Mine, You said: Mine");
    expect(questions).toEqual(["Mine"]);
  });
});

// What follows runs in a page, each function on its own.

/** Begins a session and writes a message, as the chat does. */
function writeTo(api: string): void {
  const write = async () => {
    await fetch(`${api}/api/session`, { credentials: "include" });
    const response = await fetch(`${api}/chat`, {
      method: "POST",
      credentials: "include",
      headers: { "content-type": "application/json", accept: "text/plain" },
      body: JSON.stringify({ message: "Mine" }),
    });
    document.body.textContent = await response.text();
  };
  write().catch((error) => {
    document.body.textContent = String(error);
  });
}

function readFrom(api: string): void {
  const read = async () => {
    const response = await fetch(`${api}/api/chat/history`, { credentials: "include" });
    const { messages } = (await response.json()) as { messages: { content: string }[] };
    document.body.textContent = messages.map(({ content }) => content).join(", ");
  };
  read().catch((error) => {
    document.body.textContent = String(error);
  });
}

/** Browsers let any page open a WebSocket to anywhere, with the cookies of there. */
function connect(api: string): void {
  const socket = new WebSocket(`${api.replace("https:", "wss:")}/ws/chat/main`);
  socket.onopen = () => {
    document.body.textContent = "The connection was opened.";
  };
  socket.onerror = () => {
    document.body.textContent = "The connection was refused.";
  };
}

/** Whose page is shown, once it is loaded: while one is being left, nothing runs. */
function shownOrigin(): string | null {
  return document.readyState === "complete" ? location.origin : null;
}

/** A request about which the browser does not ask the backend first. */
function sendUnasked(url: string): void {
  const body = JSON.stringify({ message: "Stolen" });
  // Whatever comes back, this page may not see it.
  fetch(url, { method: "POST", mode: "no-cors", credentials: "include", body }).catch(() => {});
}

/** A form whose text is JSON. */
function sendForm(action: string, target: string): void {
  document.documentElement.append(Object.assign(document.createElement("iframe"), { name: "frame" }));
  const form = document.createElement("form");
  Object.assign(form, { action, target, method: "POST", enctype: "text/plain" });
  const field = document.createElement("input");
  Object.assign(field, { name: '{"message":"Stolen","rest":"', value: '"}' });
  form.append(field);
  document.documentElement.append(form);
  // After this function has returned, which a page that is being left could not.
  setTimeout(() => form.submit());
}
