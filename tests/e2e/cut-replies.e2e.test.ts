import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchChromium } from "../support/chromium.ts";
import { serveConfiguredPage, visitConfigured } from "../support/configured-page.ts";
import { startCuttingProxy } from "../support/cutting-proxy.ts";
import type { RunningServer } from "../support/listen.ts";
import {
  BEGINNING,
  STORY,
  STORYTELLERS,
  type Storyteller,
  startStoryteller,
} from "../support/storytellers.ts";

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

/** The first wait of a page whose reply was cut is up to ten seconds long. */
const PATIENCE = { timeout: 60_000 };

/** A visitor of a page, between which and the backend the reply is cut behind its beginning. */
async function visitBehindCut(teller: (typeof STORYTELLERS)[keyof typeof STORYTELLERS]) {
  const backend = await startStoryteller(teller, site.url);
  const proxy = await startCuttingProxy(backend.port);
  onTestFinished(async () => {
    await proxy.close();
    await backend.close();
  });
  const visit = await visitConfigured(browser, site, { apiBaseUrl: proxy.url, protocol: teller.protocol });
  await visit.chat.send("Tell me");
  await expect.poll(visit.chat.transcript, PATIENCE).toEqual(BEGUN);
  proxy.cut();
  return { ...visit, backend };
}

const BEGUN = ["visitor: Tell me", `assistant: ${BEGINNING.trim()}`];
const WHOLE = ["visitor: Tell me", `assistant: ${STORY}`];
/** What was asked for once the message was on its way: it goes by `POST /chat` or the like, or over a WebSocket. */
const requestsAfterMessage = ({ requests }: Storyteller) =>
  requests.slice(requests.findIndex((request) => /^(POST|UPGRADE) /.test(request)) + 1);
const isPost = (request: string) => request.startsWith("POST ");

test.each([
  ["of our backend, from the place where it broke off", "kit", /^GET \/chat\/stream\?after=[1-9]/],
  ["of our backend over a WebSocket, from that place", "kitSocket", /^UPGRADE /],
  ["of TanStack AI, from that place", "tanStack", /^GET \/agent\?offset=/],
  ["of the AI SDK, which tells it anew", "aiSdk", /^GET \/api\/chat\/[^/]+\/stream$/],
] as const)("a cut reply %s, goes on in its own bubble", async (_what, name, following) => {
  const { chat, backend } = await visitBehindCut(STORYTELLERS[name]);
  const hasFollowed = () => requestsAfterMessage(backend).some((request) => following.test(request));
  await expect.poll(hasFollowed, PATIENCE).toBe(true);
  backend.goOn();
  await expect.poll(chat.transcript, PATIENCE).toEqual(WHOLE);
  await chat.log.locator('[part~="message-assistant"][part~="message-done"]').waitFor();
  expect(backend.requests.filter(isPost)).toHaveLength(name === "kitSocket" ? 0 : 1);
});

test("a cut reply of a backend that can only be asked for its history is put in its own bubble from there", async () => {
  const { chat, backend } = await visitBehindCut(STORYTELLERS.homeMade);
  await chat.log.locator('[part~="message-interrupted"]').first().waitFor();
  expect(await chat.transcript()).toEqual(BEGUN);
  backend.goOn();
  await expect.poll(chat.transcript, PATIENCE).toEqual(WHOLE);
  await chat.log.locator('[part~="message-assistant"][part~="message-done"]').waitFor();
  expect(backend.requests.filter(isPost)).toEqual(["POST /chat"]);
});

test("a page that is reloaded in the middle of such a reply shows that it is awaited, and then the reply", async () => {
  const { tab, chat, backend } = await visitBehindCut(STORYTELLERS.homeMade);
  await tab.reload();
  await chat.log.locator('[part~="typing"]').waitFor();
  expect(await chat.transcript()).toEqual(BEGUN.slice(0, 1));
  backend.goOn();
  await expect.poll(chat.transcript, PATIENCE).toEqual(WHOLE);
  await expect.poll(() => chat.log.locator('[part~="typing"]').count()).toBe(0);
  expect(backend.requests.filter(isPost)).toEqual(["POST /chat"]);
});
