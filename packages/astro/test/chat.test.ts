import type { Chat } from "@chatisle/astro/client";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser, newVisitor, panelOf, recordRequests } from "./support/browser.js";
import { type BuiltSite, buildSite, type RunningSite } from "./support/fixture-site.js";

const APP = /\/chatisle-app\./;

let browser: Browser;
let site: BuiltSite;
let server: RunningSite;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), buildSite("site")]);
  server = await site.serve();
});
afterAll(async () => {
  await Promise.all([browser.close(), server.stop()]);
  await site.remove();
});

/** Opens a page whose script puts the chat onto the window. */
async function visit(path = "control/"): Promise<Page> {
  const page = await newVisitor(browser);
  onTestFinished(() => page.context().close());
  await page.goto(server.url + path);
  return page;
}

/** Calls the chat from inside the page; gives its answer, or the code of its error. */
const call = (page: Page, verb: keyof Chat, text = "") =>
  page.evaluate(
    async ([verb, text]) => {
      const { chat } = window as unknown as { chat: Record<string, (text: string) => Promise<unknown>> };
      return await chat[verb]?.(text).catch((error: { code: string }) => error.code);
    },
    [verb, text] as const,
  );

test("open() loads the app and opens the panel, however often it is called", async () => {
  const page = await visit();
  await Promise.all([call(page, "open"), call(page, "open")]);
  await panelOf(page).waitFor();
  await call(page, "open");
  expect(await panelOf(page).isVisible()).toBe(true);
});

test("toggle() and close() close an open panel", async () => {
  const page = await visit();
  await call(page, "toggle");
  await panelOf(page).waitFor();
  await call(page, "toggle");
  await panelOf(page).waitFor({ state: "hidden" });
  await call(page, "open");
  await panelOf(page).waitFor();
  await call(page, "close");
  await panelOf(page).waitFor({ state: "hidden" });
});

test("close() loads nothing for a chat that nobody has opened", async () => {
  const page = await visit();
  const requests = recordRequests(page);
  await call(page, "close");
  expect(requests).toEqual([]);
});

test("setDraft() leaves a text for the visitor to send", async () => {
  const page = await visit();
  await call(page, "setDraft", "Do you ship to Norway?");
  await call(page, "open");
  await panelOf(page).getByRole("textbox").waitFor();
  expect(await panelOf(page).getByRole("textbox").inputValue()).toBe("Do you ship to Norway?");
});

test("send() sends a message without opening the panel", async () => {
  const page = await visit();
  const [request, id] = await Promise.all([
    page.waitForRequest((request) => request.method() === "POST"),
    call(page, "send", "Do you ship to Norway?"),
  ]);
  expect(request.postDataJSON()).toMatchObject({ message: "Do you ship to Norway?" });
  expect(id).toEqual(expect.any(String));
  expect(await panelOf(page).count()).toBe(0);
});

test("focus() moves the focus to the launcher without the app", async () => {
  const page = await visit();
  await page.route(APP, (route) => route.abort());
  await call(page, "focus");
  expect(await page.locator("chat-widget:focus").count()).toBe(1);
});

test("focus() moves the focus into the text field of an open panel", async () => {
  const page = await visit();
  await call(page, "open");
  const field = panelOf(page).getByRole("textbox");
  await field.waitFor();
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await call(page, "focus");
  expect(await field.evaluate((element) => element.matches(":focus"))).toBe(true);
});

test("reload() reads session and history", async () => {
  const page = await visit();
  await Promise.all([page.waitForRequest(/\/session$/), call(page, "reload")]);
});

test.each(["signIn", "signOut"] as const)("%s() gives the outcome", async (verb) => {
  const page = await visit();
  expect(await call(page, verb, "token-of-the-site")).toMatchObject({ ok: expect.any(Boolean) });
});

test("newConversation() loads the app and is no error where the backend keeps one conversation", async () => {
  const page = await visit();
  await Promise.all([page.waitForRequest(APP), call(page, "newConversation")]);
});

test("a page without a launcher is told so", async () => {
  const page = await visit("absent/");
  expect(await call(page, "open")).toBe("no-launcher");
});

test("an app that cannot be loaded is an error, and the next call tries again", async () => {
  const page = await visit();
  await page.route(APP, (route) => route.abort());
  expect(await call(page, "open")).toBe("not-loaded");
  await page.unroute(APP);
  await call(page, "open");
  await panelOf(page).waitFor();
});
