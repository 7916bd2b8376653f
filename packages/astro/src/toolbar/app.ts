import { apiBaseUrl } from "virtual:chatisle/config";
import type { DevToolbarApp } from "astro";
import { defineToolbarApp } from "astro/toolbar";
import { type Fault, isFault } from "./faults.js";
import { type CookieProof, findings } from "./findings.js";
import { observeNetwork } from "./observe-network.js";
import { pageBaseUrl, proveCookie } from "./page-backend.js";
import { observe, type RequestLog } from "./request-log.js";
import { STYLE, view } from "./view.js";

const FAULT_KEY = "chatisle:fault";

let log: RequestLog = [];
let proof: CookieProof = { status: "not-asked" };
let fault: Fault = readFault();
let draw = () => {};

// Before anything is drawn: a chat that was open on the page before speaks early.
observeNetwork(window, {
  isChat: (url) => url.startsWith(pageBaseUrl(document, apiBaseUrl)),
  fault: () => fault,
  now: () => performance.now(),
  onEvent(event) {
    log = observe(log, event);
    draw();
  },
});

/** What the chat of the page sees of its backend, in Astro's developer toolbar. */
const app: DevToolbarApp = defineToolbarApp({
  init(canvas, events) {
    const style = document.createElement("style");
    style.textContent = STYLE;
    const panel = document.createElement("astro-dev-toolbar-window");
    let isShown = false;
    draw = () => {
      const baseUrl = pageBaseUrl(document, apiBaseUrl);
      const launchers = document.querySelectorAll("chat-widget").length;
      const found = findings({ launchers, pageOrigin: location.origin, baseUrl, log, proof });
      events.toggleNotification({ state: found.length > 0 || fault !== "none", level: "warning" });
      if (!isShown) return;
      const open = openedDetails(panel);
      panel.replaceChildren(...view({ baseUrl, log, fault, proof, findings: found }, { onFault, onProve }));
      for (const details of panel.querySelectorAll("details")) {
        details.open = open.has(details.querySelector("summary")?.textContent ?? "");
      }
    };
    events.onToggled(({ state }) => {
      isShown = state;
      draw();
    });
    // Astro's router replaces what the toolbar's canvas holds.
    const place = () => canvas.append(style, panel);
    document.addEventListener("astro:after-swap", place);
    document.addEventListener("astro:page-load", () => draw());
    place();
    draw();
  },
});
export default app;

function onFault(chosen: Fault): void {
  fault = chosen;
  sessionStorage.setItem(FAULT_KEY, chosen);
  draw();
}

async function onProve(): Promise<void> {
  proof = await proveCookie(log, fetch).catch(() => ({ status: "no-session" }) as const);
  draw();
}

function readFault(): Fault {
  const kept = sessionStorage.getItem(FAULT_KEY);
  return isFault(kept) ? kept : "none";
}

/** What the developer has unfolded, by its text. */
const openedDetails = (panel: HTMLElement): ReadonlySet<string> =>
  new Set([...panel.querySelectorAll("details[open] > summary")].map(({ textContent }) => textContent ?? ""));
