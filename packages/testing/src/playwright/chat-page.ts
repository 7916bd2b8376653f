import type { Locator, Page } from "playwright-core";

/** The chat in a page, as a visitor finds it. It is found by roles, so it works in every language. */
export interface ChatPage {
  /** The button that opens the panel. */
  readonly launcher: Locator;
  readonly panel: Locator;
  /** Where the visitor writes. */
  readonly field: Locator;
  /** The scrolling transcript. */
  readonly log: Locator;
  /** Opens the panel from the launcher, and waits until it can be written in. */
  open(): Promise<void>;
  /** Writes a message in the open panel and sends it. */
  send(message: string): Promise<void>;
  /** Sends a message and waits for a reply that holds a text. */
  ask(message: string, expected: string): Promise<void>;
  /** The messages shown, oldest to newest, as `visitor: …` and `assistant: …`. */
  transcript(): Promise<string[]>;
}

/**
 * The chat in a page that Playwright drives.
 * @param page - Of `playwright` or `@playwright/test`.
 */
export function chatPage(page: Page): ChatPage {
  const launcher = page.locator("chat-widget button");
  const panel = page.locator("chatisle-panel").getByRole("dialog");
  const field = panel.getByRole("textbox");
  const log = panel.getByRole("log");
  async function send(message: string): Promise<void> {
    await field.fill(message);
    await field.press("Enter");
  }
  return {
    launcher,
    panel,
    field,
    log,
    send,
    async open() {
      await launcher.click();
      await field.waitFor();
    },
    async ask(message, expected) {
      await send(message);
      await log.locator('[part~="message-assistant"]', { hasText: expected }).last().waitFor();
    },
    transcript: () =>
      log.getByRole("article").evaluateAll((rows) =>
        rows.map((row) => {
          const isVisitor = row.part.contains("message-user");
          const text = row.querySelector('[part~="bubble"], [part~="body"]')?.textContent ?? "";
          return `${isVisitor ? "visitor" : "assistant"}: ${text.trim()}`;
        }),
      ),
  };
}
