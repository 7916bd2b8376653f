import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { requireFreePort } from "../../scripts/start/free-port.ts";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { freePort, listen } from "../support/listen.ts";
import { type NpmStart, npmStart } from "../support/npm-start.ts";
import { watchFaults } from "../support/page-faults.ts";

const READY = "Press Ctrl-C to stop.";
const QUESTION = "Do you ship to Norway?";
const ANSWER = "Yes, we ship to Norway";
/** For a page that loads the chat and its history on a busy machine. */
const PATIENT = { timeout: 20_000 };

let data: string;
let env: { readonly PORT: string; readonly API_PORT: string; readonly CHATISLE_DATA: string };
const started: NpmStart[] = [];

function start(changes: Readonly<Record<string, string>> = {}): NpmStart {
  const app = npmStart({ ...env, ...changes });
  started.push(app);
  return app;
}

async function ready(): Promise<NpmStart> {
  const app = start();
  await app.printed(READY);
  return app;
}

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), "chatisle-start-"));
  env = { PORT: `${await freePort()}`, API_PORT: `${await freePort()}`, CHATISLE_DATA: data };
});

afterAll(async () => {
  await Promise.all(started.map((app) => app.stop()));
  rmSync(data, { recursive: true });
});

describe("the running example", () => {
  let app: NpmStart;
  let browser: Browser;
  let visitor: BrowserContext;

  beforeAll(async () => {
    browser = await launchChromium();
    app = await ready();
  });

  afterAll(async () => {
    await browser.close();
    await app.stop();
  });

  beforeEach(async () => {
    visitor = await browser.newContext({ baseURL: `http://localhost:${env.PORT}` });
  });

  afterEach(() => visitor.close());

  /** A page of the visitor, at a path of the site. */
  async function visit(path: string) {
    const page = await visitor.newPage();
    await page.goto(path);
    return page;
  }

  /** The chat in the visitor's first page, with one question asked and answered. */
  async function visitAndAsk() {
    const page = await visit("/");
    const chat = chatPage(page);
    await chat.open();
    await chat.ask(QUESTION, ANSWER);
    // The reply is complete: what is compared with it later is the whole.
    await chat.panel.getByRole("button", { name: "Stop the reply" }).waitFor({ state: "hidden" });
    return { page, chat };
  }

  test("it says where the site, the API and the data are", () => {
    expect(app.output()).toMatch(/chatisle is ready after \d+\.\d s/);
    expect(app.output()).toContain(`Site   http://localhost:${env.PORT}\n`);
    expect(app.output()).toContain(`API    http://localhost:${env.API_PORT}\n`);
    expect(app.output()).toContain(`Data   ${data}\n`);
  });

  test("a question is answered with a source that leads to the section of the site", async () => {
    const page = await visitor.newPage();
    const faults = await watchFaults(page);
    await page.goto("/");
    const chat = chatPage(page);
    await chat.open();
    await chat.ask(QUESTION, ANSWER);

    const source = chat.log.getByRole("region", { name: "Sources" }).getByRole("link", { name: "Norway" });
    await source.click();
    await page.waitForURL("**/delivery/#norway-switzerland");
    expect(await page.getByRole("heading", { name: "Norway and Switzerland" }).isVisible()).toBe(true);
    expect(faults).toEqual({ errors: [], violations: [] });
  });

  test("the conversation is there after a reload, and the panel still open", async () => {
    const { page, chat } = await visitAndAsk();
    const before = await chat.transcript();
    await page.reload();
    await expect.poll(() => chat.transcript(), PATIENT).toEqual(before);
  });

  test("the conversation is there in a new tab", async () => {
    const { chat } = await visitAndAsk();
    const inNewTab = chatPage(await visit("/help/"));
    await inNewTab.open();
    await expect.poll(() => inNewTab.transcript(), PATIENT).toEqual(await chat.transcript());
  });

  test("another visitor sees nothing of it", async () => {
    await visitAndAsk();
    const other = await browser.newContext({ baseURL: `http://localhost:${env.PORT}` });
    const page = await other.newPage();
    await page.goto("/");
    const chat = chatPage(page);
    await chat.open();
    await chat.ask("When is the showroom open?", "Thursday and Friday");
    expect((await chat.transcript()).join("\n")).not.toContain("Norway");
    await other.close();
  });

  test("the conversation outlives a restart of the backend, and goes on", async () => {
    const { page, chat } = await visitAndAsk();
    const before = await chat.transcript();
    await app.stop();
    app = await ready();

    await page.reload();
    await expect.poll(() => chat.transcript(), PATIENT).toEqual(before);
    await chat.ask("How do I reset a lamp?", "hold the dial down for twelve seconds");
    expect((await chat.transcript()).slice(0, before.length)).toEqual(before);
  });

  test("a start that finds everything built builds nothing", async () => {
    await app.stop();
    app = await ready();
    expect(app.output()).not.toContain("Building");
  });
});

describe("stopping", () => {
  test.each([
    ["SIGINT", "whole terminal"],
    ["SIGINT", "npm process"],
    ["SIGTERM", "whole terminal"],
    ["SIGTERM", "npm process"],
  ] as const)("%s for the %s ends it with code 0 and frees both ports", async (signal, target) => {
    const app = await ready();
    expect(await app.stop(signal, target === "npm process" ? "npm" : "terminal")).toBe(0);
    await requireFreePort("PORT", Number(env.PORT));
    await requireFreePort("API_PORT", Number(env.API_PORT));
  });

  test("Ctrl-C during the build ends it with code 0 before anything is served", async () => {
    const app = start({ CHATISLE_DATA: join(data, "other") });
    await app.printed("Building the site");
    expect(await app.stop()).toBe(0);
    expect(app.output()).not.toContain(READY);
  });
});

describe("a start that cannot work", () => {
  test.each(["PORT", "API_PORT"] as const)(
    "names %s when its port is in use, with code 1",
    async (variable) => {
      const occupant = await listen(createServer(), Number(env[variable]));
      const app = start();
      expect(await app.exit).toBe(1);
      expect(app.output()).toContain(
        `Port ${env[variable]} is in use. Stop the program that listens there, or set ${variable} to another port.`,
      );
      expect(app.output()).not.toContain("    at ");
      await occupant.close();
      await requireFreePort("PORT", Number(env.PORT));
      await requireFreePort("API_PORT", Number(env.API_PORT));
    },
  );

  test("names a value that is no port, with code 1", async () => {
    const app = start({ PORT: "http" });
    expect(await app.exit).toBe(1);
    expect(app.output()).toContain('PORT is "http", which is no port.');
  });
});
