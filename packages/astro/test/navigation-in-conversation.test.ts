import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchBrowser, launcherOf, panelOf } from "./support/browser.js";
import { startBackend, type TestBackend } from "./support/chat-backend.js";
import { type BuiltSite, buildSite, type RunningSite } from "./support/fixture-site.js";
import { heldReply } from "./support/held-reply.js";

const LINES = Array.from({ length: 60 }, (_, line) => `Line ${line}\n\n`).join("");

let browser: Browser;
let backend: TestBackend;
let site: BuiltSite;
let server: RunningSite;
let held = heldReply(LINES, "The end.");

beforeAll(async () => {
  backend = await startBackend((turn) => held.reply(turn));
  [browser, site] = await Promise.all([
    launchBrowser(),
    buildSite("router", { chat: { proxy: backend.url } }),
  ]);
  server = await site.serve();
});
afterAll(async () => {
  await Promise.all([browser.close(), server.stop()]);
  await Promise.all([site.remove(), backend.close()]);
});

describe.each([
  ["with moveBefore", () => {}],
  ["without moveBefore", () => void Reflect.deleteProperty(Element.prototype, "moveBefore")],
])("a conversation in a site with a router, in a browser %s", (_which, prepare) => {
  let page: Page;
  let sent: string[];
  let errors: string[];

  beforeEach(async () => {
    held = heldReply(LINES, "The end.");
    const context = await browser.newContext();
    page = await context.newPage();
    sent = [];
    errors = [];
    page.on("request", (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
    page.on("pageerror", (error) => errors.push(error.message));
    await page.addInitScript(prepare);
    await page.addInitScript(() => {
      const counts = { added: 0 };
      new MutationObserver((records) => {
        for (const { addedNodes } of records) {
          for (const node of addedNodes) if (node.nodeName === "CHATISLE-PANEL") counts.added += 1;
        }
      }).observe(document, { childList: true, subtree: true });
      Object.assign(window, { panelCounts: counts });
    });
    await page.goto(server.url);
  });
  afterEach(() => page.context().close());

  const field = () => panelOf(page).getByRole("textbox");
  const log = () => panelOf(page).getByRole("log");
  const panelsAdded = () =>
    page.evaluate(() => (window as unknown as { panelCounts: { added: number } }).panelCounts.added);

  /** Waits for the transition's end, too: Astro's router reports one that the next navigation cuts as an error. */
  async function arrivedAt(name: string) {
    await page.getByRole("heading", { level: 1, name }).waitFor();
    await page.waitForFunction(() => !("activeViewTransition" in document && document.activeViewTransition));
  }

  /** Follows a link without touching the focus, as a script or an access key does. */
  async function follow(name: string) {
    await page.getByRole("link", { name }).evaluate((link: HTMLElement) => link.click());
    await arrivedAt(name);
  }

  /** What a visitor would miss if a navigation had lost it. */
  const state = () =>
    page.evaluate(() => {
      const root = document.querySelector("chatisle-panel")?.shadowRoot;
      const field = root?.querySelector("textarea");
      return {
        draft: field?.value,
        selection: field?.selectionStart,
        hasFocus: root?.activeElement === field,
        scrollTop: Math.round(root?.querySelector('[role="log"]')?.scrollTop ?? -1),
      };
    });

  async function talk() {
    await launcherOf(page).click();
    await field().fill("Tell me all");
    await page.keyboard.press("Enter");
    await log().getByText("Line 59").first().waitFor();
    await field().fill("Half a question");
    await page.keyboard.press("ArrowLeft");
    await log().evaluate((element) => {
      element.scrollTop = 120;
    });
    await expect.poll(async () => (await state()).scrollTop).toBe(120);
  }

  test("keeps draft, caret, focus and scroll, and a reply goes on, over links, back and forward", async () => {
    await talk();
    const before = { draft: "Half a question", selection: 14, hasFocus: true, scrollTop: 120 };
    expect(await state()).toEqual(before);
    await follow("About");
    expect(await state()).toEqual(before);
    await page.goBack();
    await arrivedAt("Home");
    expect(await state()).toEqual(before);
    await page.goForward();
    await arrivedAt("About");
    await follow("Missing");
    expect(await state()).toEqual(before);

    held.release();
    await log().getByText("The end.").first().waitFor({ state: "attached" });
    expect(sent.filter((request) => request.startsWith("POST"))).toEqual(["POST /api/chat"]);
    expect(sent.filter((request) => request.endsWith("/api/session"))).toHaveLength(1);
    expect(await panelsAdded()).toBe(1);
    expect(errors).toEqual([]);
  });

  test("keeps draft and scroll over a page without the widget, where the reply goes on", async () => {
    await talk();
    await follow("Plain");
    await panelOf(page).waitFor({ state: "hidden" });
    held.release();
    await follow("Home");
    await panelOf(page).waitFor();
    expect(await state()).toMatchObject({ draft: "Half a question", scrollTop: 120 });
    await log().getByText("The end.").first().waitFor({ state: "attached" });
    expect(sent.filter((request) => request.startsWith("POST"))).toEqual(["POST /api/chat"]);
    expect(await panelsAdded()).toBe(1);
  });

  test("has after twenty navigations what it had after two: one panel, one session, no listener more", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" }); // forty animations would only take time
    await launcherOf(page).click();
    await field().waitFor();
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Performance.enable");
    const census = async () => {
      await cdp.send("HeapProfiler.collectGarbage");
      const { metrics } = await cdp.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "JSEventListeners")?.value ?? Number.NaN;
    };
    const goRound = async () => {
      await follow("About");
      await follow("Home");
    };
    await goRound();
    const listeners = await census();
    for (let round = 1; round < 10; round++) await goRound();

    await expect.poll(census).toBeLessThanOrEqual(listeners);
    expect(sent.filter((request) => request.endsWith("/api/session"))).toHaveLength(1);
    expect(await panelsAdded()).toBe(1);
    expect(await page.locator("chat-widget").count()).toBe(1);
    await launcherOf(page).click();
    await panelOf(page).waitFor({ state: "hidden" });
    expect(errors).toEqual([]);
  });
});
