import { page } from "vitest/browser";
import { type MountedChat, type MountOptions, mount } from "../../src/index.js";

let count = 0;
const mounted: MountedChat[] = [];

/** A chat in the page, with its own key and so with its own panel. */
export function mountChat(options: MountOptions = {}): MountedChat {
  count++;
  const chat = mount(document.body, { apiBaseUrl: "/backend", chatKey: `chat-${count}`, ...options });
  mounted.push(chat);
  return chat;
}

/** A chat whose panel is open, and what a test looks at in it. */
export async function openChat(options: MountOptions = {}) {
  const chat = mountChat(options);
  await chat.open();
  const host = document.querySelector<HTMLElement>("chatisle-panel");
  const root = host?.shadowRoot;
  if (!host || !root) throw new Error("The chat was opened, but there is no <chatisle-panel> in the page.");
  const part = <Kind extends HTMLElement = HTMLElement>(name: string) => {
    const element = root.querySelector<Kind>(`[part~="${name}"]`);
    if (!element) throw new Error(`The panel has no part ${name}.`);
    return element;
  };
  // What is measured is to stand where it will stay.
  for (const animation of root.getAnimations()) animation.finish();
  return {
    chat,
    host,
    root,
    part,
    field: part<HTMLTextAreaElement>("input"),
    log: part("log"),
    launcher: chat.element.shadowRoot?.querySelector("button") as HTMLButtonElement,
  };
}

/** Takes every chat of a test out of the page, with all it remembers. */
export async function closeChats(): Promise<void> {
  for (const chat of mounted.splice(0)) chat.dispose();
  localStorage.clear();
  sessionStorage.clear();
  await page.viewport(900, 800);
}
