import { readdir } from "node:fs/promises";
import node from "@astrojs/node";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { launchBrowser, launcherOf, panelOf } from "../support/browser.js";
import { type BuiltSite, buildSite, developSite, type RunningSite } from "../support/fixture-site.js";

const SECRET = "a secret of tests, which is of no worth to anybody";
const adapter = () => node({ mode: "standalone" });

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

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

const articleWith = (page: Page, text: string) =>
  panelOf(page).getByRole("article").filter({ hasText: text }).last();

async function serve(site: BuiltSite, env: Readonly<Record<string, string>>): Promise<RunningSite> {
  const server = await site.serveStandalone(env);
  onTestFinished(() => server.stop());
  return server;
}

/** Builds a site, and gives the warnings of the chat. */
async function warningsOfBuild(config: Parameters<typeof buildSite>[1]): Promise<string[]> {
  const write = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  onTestFinished(() => write.mockRestore());
  const site = await buildSite("content", { adapter: adapter(), logLevel: "warn", ...config });
  onTestFinished(() => site.remove());
  return write.mock.calls.map(([text]) => String(text)).filter((line) => line.includes("chatisle("));
}

describe("a site with a backend inside", () => {
  let site: BuiltSite;

  beforeAll(async () => {
    site = await buildSite("content", { chat: { backend: true }, adapter: adapter() });
  });
  afterAll(() => site.remove());

  test("answers about its built pages, and keeps the conversation over a restart", async () => {
    const env = { SESSION_SECRET: SECRET, CHATISLE_DATABASE: "chats/of-visitors.sqlite" };
    const before = await serve(site, env);
    const page = await visit(before);
    await launcherOf(page).click();
    await ask(page, "How long does delivery take?");
    await articleWith(page, "within nine days").waitFor();
    await before.stop();

    const { port } = new URL(before.url);
    await serve(site, { ...env, PORT: port });
    await page.reload();
    await articleWith(page, "within nine days").waitFor();
    expect(await readdir(site.path("chats"))).toContain("of-visitors.sqlite");
  });

  test("says what a server without a secret lacks, and does not start", async () => {
    await expect(site.serveStandalone()).rejects.toThrow("SESSION_SECRET is not set");
  });

  test("refuses pages of other sites", async () => {
    const server = await serve(site, { SESSION_SECRET: SECRET });
    const response = await fetch(`${server.url}api/chat`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "https://elsewhere.example" },
      body: JSON.stringify({ message: "Hello" }),
    });
    expect(response.status).toBe(403);
  });
});

test("an answer of the site's content cites the page that shows it, below the site's base", async () => {
  const site = await buildSite("content", {
    base: "/shop",
    chat: { backend: { path: "/help" }, knowledge: "src/content/docs" },
    adapter: adapter(),
  });
  onTestFinished(() => site.remove());
  const page = await visit(await serve(site, { SESSION_SECRET: SECRET }));
  await launcherOf(page).click();
  await ask(page, "How do I oil a lamp?");
  const answer = articleWith(page, "linseed oil");
  await answer.waitFor();
  const source = answer.getByRole("link").first();
  expect(await source.getAttribute("href")).toContain("/shop/docs/guides/oil--care/#how-to-oil-a-lamp");

  await ask(page, "Do you have bronze?");
  await articleWith(page, "I found nothing").waitFor();
});

test("behind a proxy that ends TLS, a site that names its domain sets a secure cookie", async () => {
  const site = await buildSite("content", {
    chat: { backend: true },
    adapter: adapter(),
    security: { allowedDomains: [{ protocol: "https", hostname: "www.company.com" }] },
  });
  onTestFinished(() => site.remove());
  const server = await serve(site, { SESSION_SECRET: SECRET });
  const response = await fetch(`${server.url}api/api/session`, {
    headers: { "x-forwarded-proto": "https", "x-forwarded-host": "www.company.com" },
  });
  expect(response.status).toBe(200);
  expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^__Host-.*; Secure/)]);
});

test("in development a module of the site decides who answers, without any variable", async () => {
  const site = await developSite("content", {
    adapter: adapter(),
    chat: { backend: { options: "./src/chat-backend.ts" } },
    files: {
      "src/chat-backend.ts":
        'export default { reply: ({ text }: { text: string }) => "You asked: " + text };\n',
    },
  });
  const page = await visit(site);
  await launcherOf(page).click();
  await ask(page, "Is it oak?");
  await articleWith(page, "You asked: Is it oak?").waitFor();
  await page.reload();
  await articleWith(page, "You asked: Is it oak?").waitFor();
});

test("in development an assistant without content says what to set", async () => {
  const page = await visit(await developSite("content", { adapter: adapter(), chat: { backend: true } }));
  await launcherOf(page).click();
  await ask(page, "Is it oak?");
  await articleWith(page, "Set knowledge in astro.config").waitFor();
});

test.each([
  ["without a server", {}, "the site has no server", "npx astro add node"],
  [
    "whose addresses all end in a slash",
    { adapter: adapter(), trailingSlash: "always" as const },
    'does not work with trailingSlash: "always"',
    '"ignore"',
  ],
])("a site %s stops the build and says what to change", async (_what, config, problem, fix) => {
  await expect(buildSite("content", { ...config, chat: { backend: true } })).rejects.toMatchObject({
    message: expect.stringContaining(problem),
    hint: expect.stringContaining(fix),
  });
});

test("a build warns when the assistant would cite pages that the site does not have", async () => {
  const warnings = await warningsOfBuild({
    chat: { backend: true, knowledge: { folder: "src/content/docs", path: "/help" } },
  });
  expect(warnings).toEqual([
    expect.stringMatching(
      /no page for 2 of 2 files that the assistant cites, such as \/help\/guides\/oil--care\/\./,
    ),
  ]);
});

test.each([
  ["a folder that is not there", { knowledge: "src/content/recipes" }, "cannot be read. Write its path"],
  [
    "a folder without content",
    { knowledge: "src/pages" },
    "holds no .md or .mdx file with text. Name the folder",
  ],
  [
    "a module that is not there",
    { backend: { options: "./src/nothing.ts" as const } },
    "there is no such module",
  ],
])("%s stops the build", async (_what, chat, problem) => {
  await expect(
    buildSite("content", { adapter: adapter(), chat: { backend: true, ...chat } }),
  ).rejects.toThrow(problem);
});
