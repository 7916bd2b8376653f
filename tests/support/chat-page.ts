import type { Locator, Page } from "playwright";

/** The chat in a page, as a visitor finds it. */
export interface ChatPage {
  readonly launcher: Locator;
  readonly panel: Locator;
  /** Where the visitor writes. */
  readonly field: Locator;
  /** The scrolling transcript. */
  readonly log: Locator;
  /** Opens the panel from the launcher. */
  open(): Promise<void>;
  /** Sends a message and waits for a reply that holds a text. */
  ask(message: string, expected: string): Promise<void>;
  /** The messages shown, oldest to newest: who, and the text. */
  transcript(): Promise<string[]>;
}

export function chatPage(page: Page): ChatPage {
  const launcher = page.locator("chat-widget button");
  const panel = page.locator("chatisle-panel").getByRole("dialog");
  const field = panel.getByRole("textbox");
  const log = panel.getByRole("log");
  return {
    launcher,
    panel,
    field,
    log,
    async open() {
      await launcher.click();
      await field.waitFor();
    },
    async ask(message, expected) {
      await field.fill(message);
      await field.press("Enter");
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
