import { once } from "node:events";
import type { AddressInfo } from "node:net";
import node from "@astrojs/node";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { WebSocketServer } from "ws";
import { launchBrowser, launcherOf, panelOf } from "../support/browser.js";
import { startBackend, type TestBackend } from "../support/chat-backend.js";
import {
  type BuiltSite,
  buildSite,
  buildSiteForTest,
  developSite,
  type RunningSite,
} from "../support/fixture-site.js";

/** Yields its second word when the test says so. */
function heldReply() {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  async function* reply() {
    yield "Soon";
    await released;
    yield " enough.";
  }
  return { reply, release: () => release() };
}

let browser: Browser;
let backend: TestBackend;

beforeAll(async () => {
  [browser, backend] = await Promise.all([launchBrowser(), startBackend()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), backend.close()]);
});

async function visit(site: RunningSite): Promise<Page> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(site.url);
  return page;
}

async function ask(page: Page, message: string): Promise<void> {
  await panelOf(page).getByRole("textbox").fill(message);
  await page.keyboard.press("Enter");
}

const answerIn = (page: Page) => panelOf(page).getByRole("article").getByText("You said: Is it oak?");

async function expectConversationThatLasts(page: Page, site: RunningSite): Promise<void> {
  const origins = new Set<string>();
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  await launcherOf(page).click();
  await ask(page, "Is it oak?");
  await answerIn(page).waitFor();

  await page.reload();
  await answerIn(page).waitFor();
  expect([...origins]).toEqual([new URL(site.url).origin]);
  const cookies = await page.context().cookies();
  expect(cookies).toEqual([
    expect.objectContaining({ domain: "localhost", httpOnly: true, sameSite: "Lax" }),
  ]);
}

/** Sends from inside the page, and gives the first piece of the reply and then the rest. */
async function readReplyInPieces(site: RunningSite, release: () => void): Promise<readonly string[]> {
  const response = await fetch(`${site.url}api/chat`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/plain",
      origin: new URL(site.url).origin,
      "sec-fetch-site": "same-origin",
    },
    body: JSON.stringify({ message: "When?" }),
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const pieces: string[] = [];
  for (;;) {
    const { value, done } = (await reader?.read()) ?? { done: true };
    if (done || value === undefined) return pieces;
    pieces.push(value);
    release();
  }
}

describe("a static site", () => {
  let site: BuiltSite;
  let server: RunningSite;

  beforeAll(async () => {
    site = await buildSite("site", { chat: { proxy: backend.url } });
    server = await site.serve();
  });
  afterAll(async () => {
    await server.stop();
    await site.remove();
  });

  test("keeps a conversation on its own domain in preview, over a reload", async () => {
    await expectConversationThatLasts(await visit(server), server);
    expect(backend.paths).toContain("/api/session");
    expect(backend.paths).not.toContain("/api/api/session");
  });

  test("tells its visitors nothing of where the backend stands", async () => {
    const files = (await site.files()).filter((file) => /\.(html|js)$/.test(file));
    for (const file of files) expect(await site.read(file)).not.toContain(backend.url);
  });

  test("passes a WebSocket on in preview", async () => {
    const echo = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    onTestFinished(() => echo.close());
    const paths: (string | undefined)[] = [];
    echo.on("connection", (socket, request) => {
      paths.push(request.url);
      socket.on("message", (data) => socket.send(`You said: ${data}`));
    });
    await once(echo, "listening");
    const { port } = echo.address() as AddressInfo;
    const socketSite = await buildSiteForTest("site", { chat: { proxy: `http://127.0.0.1:${port}` } });
    const socketServer = await socketSite.serve();
    onTestFinished(() => socketServer.stop());

    const socket = new WebSocket(`${socketServer.url.replace("http", "ws")}api/ws/chat/1`);
    onTestFinished(() => socket.close());
    socket.onopen = () => socket.send("Is it oak?");
    const [message] = await once(socket, "message");
    expect((message as MessageEvent).data).toBe("You said: Is it oak?");
    expect(paths).toEqual(["/ws/chat/1"]);
  });

  test("leaves a path alone that only begins like the proxy's", async () => {
    const response = await fetch(`${server.url}apiary`);
    expect(response.status).toBe(404);
    expect(backend.paths).not.toContain("ary");
  });
});

describe("a site with a server", () => {
  let site: BuiltSite;

  beforeAll(async () => {
    // Nothing listens on port 9 (discard): only the variable at the start leads to a backend.
    site = await buildSite("site", {
      chat: { proxy: "http://127.0.0.1:9" },
      adapter: node({ mode: "standalone" }),
    });
  });
  afterAll(() => site.remove());

  async function serve(upstream?: string): Promise<RunningSite> {
    const server = await site.serveStandalone(upstream === undefined ? {} : { CHATISLE_UPSTREAM: upstream });
    onTestFinished(() => server.stop());
    return server;
  }

  test("keeps a conversation on its own domain, with a backend that is named when it starts", async () => {
    const server = await serve(backend.url);
    await expectConversationThatLasts(await visit(server), server);
  });

  test("passes a reply on while it is being written", async () => {
    const { reply, release } = heldReply();
    const slow = await startBackend(reply);
    onTestFinished(() => slow.close());
    const pieces = await readReplyInPieces(await serve(slow.url), release);
    expect(pieces[0]).toBe("Soon");
    expect(pieces.join("")).toBe("Soon enough.");
  });

  test("answers 502 while its backend is away", async () => {
    const server = await serve();
    const response = await fetch(`${server.url}api/api/session`);
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ code: "upstream_unreachable" });
  });
});

test.each([
  ["at the root", {}],
  ["below a base path", { base: "/docs" }],
] as const)("in development, %s, the chat reaches the backend through the site", async (_where, config) => {
  const site = await developSite("site", {
    ...config,
    chat: { proxy: { target: backend.url, path: "/help" } },
  });
  const page = await visit(site);
  const [request] = await Promise.all([
    page.waitForRequest((request) => request.url().endsWith("/api/session")),
    launcherOf(page).click(),
  ]);
  expect(request.url()).toBe(`${site.url}help/api/session`);
  await ask(page, "Is it oak?");
  await answerIn(page).waitFor();
});

test("on a server, below a base path, the chat reaches the backend through the site", async () => {
  const site = await buildSite("site", {
    base: "/docs",
    chat: { proxy: backend.url },
    adapter: node({ mode: "standalone" }),
  });
  onTestFinished(() => site.remove());
  const server = await site.serveStandalone();
  onTestFinished(() => server.stop());
  const page = await visit(server);
  await launcherOf(page).click();
  await ask(page, "Is it oak?");
  await answerIn(page).waitFor();
});

describe("a static site whose pages all end in a slash", () => {
  const config = { trailingSlash: "always", base: "/docs" } as const;

  test("reaches the backend in development, and its pages keep their slashes", async () => {
    const site = await developSite("site", { ...config, chat: { proxy: backend.url } });
    await expectConversationThatLasts(await visit(site), site);
    expect((await fetch(`${site.url}about/`)).status).toBe(200);
    expect((await fetch(`${site.url}about`)).status).toBe(404);
  });

  test("says in preview that the backend cannot be reached there", async () => {
    const write = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
    onTestFinished(() => write.mockRestore());
    const site = await buildSiteForTest("site", {
      ...config,
      logLevel: "warn",
      chat: { proxy: backend.url },
    });
    expect(write.mock.calls.join("\n")).not.toContain("trailingSlash");
    const server = await site.serve();
    onTestFinished(() => server.stop());
    expect(write.mock.calls.join("\n")).toContain("the preview answers 404 for the chat's backend");
  });
});

test("a site with a server whose routes all end in a slash is told that its proxy cannot work", async () => {
  const building = buildSite("site", {
    trailingSlash: "always",
    adapter: node({ mode: "standalone" }),
    chat: { proxy: backend.url },
  });
  await expect(building).rejects.toThrow('does not work with trailingSlash: "always"');
});
