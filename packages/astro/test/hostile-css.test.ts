import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { launchBrowser, launcherOf, newVisitor, panelOf } from "./support/browser.js";
import { type BuiltSite, buildSite, type RunningSite } from "./support/fixture-site.js";
import { greatestDifference } from "./support/pictures.js";

/** Of 255 steps of a channel: what nobody sees. */
const INVISIBLE = 8;

let browser: Browser;
let site: BuiltSite;
let server: RunningSite;
let closed: Buffer;
let open: Buffer;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), buildSite("site")]);
  server = await site.serve();
  const page = await visit("");
  closed = await photographLauncher(page);
  await openPanel(page);
  open = await photographPanel(page);
  await page.context().close();
});
afterAll(async () => {
  await Promise.all([browser.close(), server.stop()]);
  await site.remove();
});

/** Opens a page whose head has a style of the site's own. */
async function visit(css: string): Promise<Page> {
  const page = await newVisitor(browser);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.route(server.url, async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    await route.fulfill({ response, body: html.replace("</head>", `<style>${css}</style></head>`) });
  });
  await page.goto(server.url);
  return page;
}

/** The corner of the window where the launcher belongs, wherever it is. */
const photographLauncher = (page: Page): Promise<Buffer> =>
  page.screenshot({ clip: { x: 1180, y: 620, width: 100, height: 100 }, animations: "disabled" });

/** Opens the panel, waits for what the session brings, and leaves the pointer on nothing. */
async function openPanel(page: Page): Promise<void> {
  await launcherOf(page).click();
  await panelOf(page).getByRole("textbox").waitFor();
  await panelOf(page).getByText("Online").waitFor();
  await page.waitForLoadState("networkidle");
  await page.mouse.move(2, 2);
}

async function photographPanel(page: Page): Promise<Buffer> {
  // The page shows around the panel's rounded corners.
  const { x, y, width, height } = (await panelOf(page).boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const clip = { x: x + 8, y: y + 8, width: width - 16, height: height - 16 };
  return page.screenshot({ clip, animations: "disabled" });
}

describe.each([
  ["a reset of everything", "*{all:unset!important}"],
  ["a reset in a layer", "@layer reset{*{all:unset!important}}"],
  ["hidden controls", "button,svg,a,textarea{display:none!important}"],
  [
    "a guard for undefined elements",
    ":not(:defined){display:none!important;visibility:hidden!important;opacity:0!important}",
  ],
  ["big text", "html{font-size:62.5%;letter-spacing:4px;text-transform:uppercase;line-height:3}"],
  ["sizes and borders", "*,*::before{box-sizing:content-box!important;border:3px solid!important}"],
  [
    "rules against our elements",
    "body chat-widget,chatisle-panel{display:none!important;opacity:0!important;scale:.5!important;filter:blur(4px)!important}",
  ],
])("%s in a site's CSS", (_what, css) => {
  test("changes nothing that can be seen of the launcher and of the open panel", async () => {
    const page = await visit(css);
    onTestFinished(() => page.context().close());
    await expect
      .poll(async () => greatestDifference(browser, await photographLauncher(page), closed))
      .toBeLessThanOrEqual(INVISIBLE);
    await openPanel(page);
    await expect
      .poll(async () => greatestDifference(browser, await photographPanel(page), open))
      .toBeLessThanOrEqual(INVISIBLE);
  });
});

test("the photographs show something: another colour of the launcher is seen", async () => {
  const page = await visit("chat-widget{--chatisle-accent:#b00020}");
  onTestFinished(() => page.context().close());
  const difference = await greatestDifference(browser, await photographLauncher(page), closed);
  expect(difference).toBeGreaterThan(INVISIBLE);
});
