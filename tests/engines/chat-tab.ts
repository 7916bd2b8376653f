import type { ChatWidgetElement } from "@chatisle/widget";
import { expect } from "vitest";
import type { Path, Tab } from "./drivers/engine.ts";

const LAUNCHER: Path = ["chat-widget", "button"];
const FIELD: Path = ["chatisle-panel", '[part~="input"]'];
const SEND: Path = ["chatisle-panel", '[part~="send"]'];
/** A busy machine starts pages slowly; nothing here is about time. */
const PATIENCE = { timeout: 60_000, interval: 250 };

/** The chat in a tab, as a visitor finds it. */
export interface ChatTab {
  readonly tab: Tab;
  /** Opens the panel from the launcher. */
  open(): Promise<void>;
  /** Loads the page anew, with the panel open as it was. */
  reload(): Promise<void>;
  /** Writes a message and sends it. */
  send(text: string): Promise<void>;
  /** Waits until the transcript shows these messages and no others, as `visitor: …` and `assistant: …`. */
  shows(messages: readonly string[]): Promise<void>;
  /** Signs the visitor out, as a button of the page may. */
  signOut(): Promise<void>;
  /** Whether the browser still stores a text for this page. */
  remembers(text: string): Promise<boolean>;
  /** Follows a link of the page. */
  follow(name: string): Promise<void>;
  /** Waits for a page with this heading. */
  isAt(heading: string): Promise<void>;
  /** From now on notes, in the browser, whatever the panel says of a trouble. */
  watchTroubles(): Promise<void>;
  /** What was noted, on earlier pages too. */
  troubles(): Promise<string[]>;
}

export function chatTab(tab: Tab): ChatTab {
  const isOpen = () => expect.poll(() => tab.evaluate(isUsable), PATIENCE).toBe(true);
  return {
    tab,
    async open() {
      await tab.click(LAUNCHER);
      await isOpen();
    },
    async reload() {
      await tab.reload();
      await isOpen();
    },
    async send(text) {
      await tab.type(FIELD, text);
      await tab.click(SEND);
    },
    shows: (messages) => expect.poll(() => tab.evaluate(transcript), PATIENCE).toEqual(messages),
    signOut: () =>
      tab.evaluate(() => {
        void (document.querySelector("chat-widget") as ChatWidgetElement | null)?.signOut();
      }),
    remembers: (text) =>
      tab.evaluate(
        (text) => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]).includes(text),
        text,
      ),
    follow: (name) => tab.click([`a[href="${name}"]`]),
    isAt: (heading) =>
      expect
        .poll(
          // A page that is just being left has no place to run anything.
          () => tab.evaluate(() => document.querySelector("h1")?.textContent).catch(() => undefined),
          PATIENCE,
        )
        .toBe(heading),
    watchTroubles: () => tab.evaluate(noteTroubles),
    troubles: () => tab.evaluate(() => JSON.parse(sessionStorage.getItem("troubles") ?? "[]") as string[]),
  };
}

// What follows runs in the page, each function on its own.

function isUsable(): boolean {
  const panel = document.querySelector("chatisle-panel")?.shadowRoot;
  const isOpen = panel?.querySelector('[part~="panel-open"]') != null;
  return isOpen && panel?.querySelector('[part~="input"]') != null;
}

function transcript(): string[] {
  const rows =
    document.querySelector("chatisle-panel")?.shadowRoot?.querySelectorAll('[part~="message"]') ?? [];
  return [...rows].map((row) => {
    const speaker = row.part.contains("message-user") ? "visitor" : "assistant";
    const text = row.querySelector('[part~="bubble"], [part~="body"]')?.textContent ?? "";
    return `${speaker}: ${text.trim()}`;
  });
}

function noteTroubles(): void {
  const root = document.querySelector("chatisle-panel")?.shadowRoot;
  if (!root) throw new Error("There is no panel to watch.");
  const note = () => {
    const noted = new Set<string>(JSON.parse(sessionStorage.getItem("troubles") ?? "[]"));
    for (const trouble of root.querySelectorAll('[part~="banner"], [part~="meta-error"]')) {
      noted.add(trouble.textContent ?? "");
    }
    sessionStorage.setItem("troubles", JSON.stringify([...noted]));
  };
  new MutationObserver(note).observe(root, { childList: true, subtree: true, characterData: true });
}
