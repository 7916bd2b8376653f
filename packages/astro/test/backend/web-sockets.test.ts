import node from "@astrojs/node";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, panelOf } from "../support/browser.js";
import { buildSiteForTest, developSite, type RunningSite } from "../support/fixture-site.js";

const CONFIG = {
  base: "/shop",
  adapter: node({ mode: "standalone" }),
  chat: {
    backend: { options: "./src/chat-backend.ts" },
    protocol: { use: "web-socket", path: "/ws/chat/{id}" },
  },
} as const;

const FILES = {
  "src/chat-backend.ts": 'export default { reply: ({ text }: { text: string }) => "You said: " + text };\n',
};

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Chats, and gives the addresses of the sockets and the paths of what was sent without one. */
async function chat(site: RunningSite): Promise<{ sockets: string[]; posts: string[] }> {
  const page: Page = await browser.newPage();
  onTestFinished(() => page.close());
  const sockets: string[] = [];
  const posts: string[] = [];
  page.on("websocket", (socket) => {
    const { pathname } = new URL(socket.url());
    if (pathname.includes("/ws/chat/")) sockets.push(pathname.replace(/[^/]+$/, "{id}"));
  });
  page.on("request", (request) => {
    if (request.method() === "POST") posts.push(new URL(request.url()).pathname);
  });
  await page.goto(site.url);
  await launcherOf(page).click();
  await panelOf(page).getByRole("textbox").fill("Is it oak?");
  await page.keyboard.press("Enter");
  await panelOf(page).getByRole("article").getByText("You said: Is it oak?").waitFor();
  return { sockets, posts };
}

test("a built site with a start file talks to its own backend through a WebSocket", async () => {
  const site = await buildSiteForTest("content", {
    ...CONFIG,
    files: {
      ...FILES,
      "start.mjs": `import { acceptWebSockets } from "@chatisle/astro/node";

process.env.ASTRO_NODE_AUTOSTART = "disabled";
const { startServer } = await import("./dist/server/entry.mjs");
const { server } = startServer();
await acceptWebSockets(server.server);
`,
    },
  });
  const env = { SESSION_SECRET: "a secret of tests, which is of no worth to anybody" };
  const server = await site.serveStandalone(env, "start.mjs");
  onTestFinished(() => server.stop());
  expect(await chat(server)).toEqual({ sockets: ["/shop/api/ws/chat/{id}"], posts: [] });
});

test("in development a site talks to its own backend through a WebSocket, without any file", async () => {
  const site = await developSite("content", { ...CONFIG, files: FILES });
  expect(await chat(site)).toEqual({ sockets: ["/shop/api/ws/chat/{id}"], posts: [] });
});
