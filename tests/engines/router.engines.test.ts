import { createServer } from "node:https";
import { join } from "node:path";
import { createChatBackend, type Reply } from "@chatisle/server";
import { memoryStore } from "@chatisle/server/memory";
import { toNodeListener } from "@chatisle/server/node";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from "vitest";
import { makeCertificate } from "../support/certificate.ts";
import { startHostProxy } from "../support/host-proxy.ts";
import { listen } from "../support/listen.ts";
import { copyFixture, runAstro } from "../support/site.ts";
import { folderListener } from "../support/static-site.ts";
import { type ChatTab, chatTab } from "./chat-tab.ts";
import { cases } from "./engines.ts";

/** A busy machine is slow; nothing here is about time. */
const PATIENCE = { timeout: 60_000, interval: 250 };
const SITE = "https://shop.test/";
/** Long enough to scroll. */
const BEGINNING = Array.from({ length: 60 }, (_, line) => `Line ${line}\n\n`).join("");

/** One of each kind, whatever it does with cookies, which are the site's own here. */
const engines = [...new Map(cases().map(({ engine }) => [engine.name.split(" ")[0] ?? "", engine] as const))];

const open: { close(): Promise<void> }[] = [];
let proxyPort: number;
let finishReply = () => {};

beforeAll(async () => {
  const folder = join(inject("installedSite"), "sites/router-engines");
  await copyFixture("router", folder);
  await runAstro(folder, ["build"], { PUBLIC_API_BASE_URL: "/api" });
  const reply: Reply = async function* () {
    const finished = new Promise<void>((resolve) => {
      finishReply = resolve;
    });
    yield BEGINNING;
    await finished;
    yield "The end.";
  };
  const backend = createChatBackend({
    store: memoryStore(),
    reply,
    origins: [],
    secret: "a secret of tests, which is of no worth to anybody",
  });
  open.push(backend);
  const files = folderListener(join(folder, "dist"));
  const chat = toNodeListener(backend);
  const certificate = await makeCertificate(["shop.test"]);
  const server = await listen(
    createServer(certificate, (request, response) => {
      if (!request.url?.startsWith("/api/")) return files(request, response);
      request.url = request.url.slice("/api".length);
      chat(request, response);
    }),
  );
  open.push(server);
  const proxy = await startHostProxy(new Map([["shop.test", server.port]]));
  open.push(proxy);
  proxyPort = proxy.port;
});
afterAll(async () => {
  for (const each of open.reverse()) await each.close();
});

/** What a visitor would miss if a navigation had lost it. Runs in the page. */
function state() {
  const root = document.querySelector("chatisle-panel")?.shadowRoot;
  const field = root?.querySelector("textarea");
  return {
    draft: field?.value,
    hasFocus: field != null && root?.activeElement === field,
    scrollTop: Math.round(root?.querySelector('[role="log"]')?.scrollTop ?? -1),
    launchers: document.querySelectorAll("chat-widget").length,
    templates: document.querySelectorAll("chat-widget > template").length,
    panels: document.querySelectorAll("chatisle-panel").length,
    isExpanded: document
      .querySelector("chat-widget")
      ?.shadowRoot?.querySelector("button")
      ?.getAttribute("aria-expanded"),
    isFirstDocument: "isFirstDocument" in window,
  };
}

/** Follows a link without touching the focus, as a script or an access key does. Runs in the page. */
function follow(href: string): void {
  document.querySelector<HTMLAnchorElement>(`a[href="${href}"]`)?.click();
}

/** Runs in the page. */
function shown(): string {
  return (
    document.querySelector("chatisle-panel")?.shadowRoot?.querySelector('[role="log"]')?.textContent ?? ""
  );
}

/** Runs in the page. */
function scrollLog(top: number): void {
  document.querySelector("chatisle-panel")?.shadowRoot?.querySelector('[role="log"]')?.scrollTo(0, top);
}

describe.each(engines)("a conversation in a site with Astro's router, in %s", (_kind, engine) => {
  let chat: ChatTab;

  beforeEach(async () => {
    const visit = await engine.visit(proxyPort);
    onTestFinished(() => visit.close());
    chat = chatTab(visit.tab);
    await chat.tab.open(SITE);
    await chat.tab.evaluate(() => void Object.assign(window, { isFirstDocument: true }));
    await chat.open();
    await chat.send("Tell me all");
    await expect.poll(() => chat.tab.evaluate(shown), PATIENCE).toContain("Line 59");
    await chat.tab.type(["chatisle-panel", '[part~="input"]'], "Half a question");
    await expect.poll(async () => (await chat.tab.evaluate(state)).draft, PATIENCE).toBe("Half a question");
    await chat.tab.evaluate(scrollLog, 120);
    await expect.poll(async () => (await chat.tab.evaluate(state)).scrollTop, PATIENCE).toBe(120);
  });

  test("keeps draft, focus, scroll and a reply in mid-stream over links and back", async () => {
    const before = await chat.tab.evaluate(state);
    expect(before).toEqual({
      draft: "Half a question",
      hasFocus: true,
      scrollTop: 120,
      launchers: 1,
      templates: 0,
      panels: 1,
      isExpanded: "true",
      isFirstDocument: true,
    });
    await chat.tab.evaluate(follow, "/care/");
    await chat.isAt("Care");
    await expect.poll(() => chat.tab.evaluate(state), PATIENCE).toEqual(before);
    await chat.tab.back();
    await chat.isAt("Shop");
    await expect.poll(() => chat.tab.evaluate(state), PATIENCE).toEqual(before);
    finishReply();
    await expect.poll(() => chat.tab.evaluate(shown), PATIENCE).toContain("The end.");
  });

  test("keeps draft and scroll over a page without the chat, where the reply goes on", async () => {
    await chat.tab.evaluate(follow, "/terms/");
    await chat.isAt("Terms");
    finishReply();
    await chat.tab.evaluate(follow, "/");
    await chat.isAt("Shop");
    await expect
      .poll(() => chat.tab.evaluate(state), PATIENCE)
      .toMatchObject({
        draft: "Half a question",
        scrollTop: 120,
        panels: 1,
        isExpanded: "true",
        isFirstDocument: true,
      });
    await expect.poll(() => chat.tab.evaluate(shown), PATIENCE).toContain("The end.");
  });
});
