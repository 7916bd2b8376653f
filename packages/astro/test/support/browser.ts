import { type Browser, chromium, type Page } from "playwright";

/**
 * A browser that talks to nobody but the page's own server.
 * @param ignoreDefaultArgs - Flags of Playwright to leave out.
 */
export function launchBrowser(ignoreDefaultArgs: string[] = []): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH;
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    ignoreDefaultArgs,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page with a backend behind `/api` that knows no visitor and has no history. */
export async function newVisitor(browser: Browser): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route(/\/(api|chat)(\/|$)/, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.endsWith("/history")) return route.fulfill({ json: { messages: [] } });
    if (pathname.endsWith("/session")) return route.fulfill({ status: 401, json: { detail: "No session." } });
    return route.fulfill({ status: 200, contentType: "text/plain", body: "Hello." });
  });
  return page;
}

/** The launcher's button. */
export const launcherOf = (page: Page) => page.locator("chat-widget button");

/** The panel that has opened. */
export const panelOf = (page: Page) => page.getByRole("dialog");

/** The requests a page makes from now on. */
export function recordRequests(page: Page): string[] {
  const urls: string[] = [];
  page.on("request", (request) => urls.push(request.url()));
  return urls;
}
