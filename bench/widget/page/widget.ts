import { type MountedChat, mount } from "@chatisle/widget";
import type { Subject } from "./subject.js";

const SESSION = { session_id: "s", v: 1, state: "anonymous", is_anonymous: true, capabilities: [] };

/** The widget, with a backend in the page itself. */
export function widget(texts: readonly string[]): Subject {
  const encoder = new TextEncoder();
  const newest = texts.at(-1) ?? "";
  const messages = texts.map((content, index) => ({
    id: `${index}`,
    role: index % 2 === 0 ? "human" : "assistant",
    content,
    created_at: "2026-11-20T10:00:00Z",
  }));
  // Written beforehand: what a backend does is not the widget's. As bytes, which are not of the heap that is measured.
  const history = encoder.encode(JSON.stringify({ messages }));
  let chat: MountedChat | undefined;
  let answer = (_write: (delta: string) => void) => {};

  window.fetch = async (input, init) => {
    const { pathname } = new URL(new Request(input, init).url);
    if (pathname.endsWith("/api/session")) return Response.json(SESSION);
    if (pathname.endsWith("/history")) {
      return new Response(history, { headers: { "content-type": "application/json" } });
    }
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    answer((delta) => void writer.write(encoder.encode(delta)));
    return new Response(readable, { headers: { "content-type": "text/plain" } });
  };

  const root = () => document.querySelector("chatisle-panel")?.shadowRoot;
  const isShown = () =>
    [...(root()?.querySelectorAll("article") ?? [])].at(-1)?.textContent?.includes(newest.trim()) ?? false;

  return {
    async open() {
      chat = mount(document.body, { apiBaseUrl: "/backend" });
      await chat.open();
      await new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          if (!isShown()) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(root() ?? document, { childList: true, subtree: true });
      });
    },
    ask() {
      const asked = new Promise<(delta: string) => void>((resolve) => {
        answer = resolve;
      });
      void chat?.send("Why?");
      return asked;
    },
    elements: () => root()?.querySelectorAll("*").length ?? 0,
    close() {
      chat?.dispose();
      chat = undefined;
      localStorage.clear();
      sessionStorage.clear();
    },
  };
}
