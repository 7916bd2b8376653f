import type { SendOptions } from "@chatisle/client";
import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { h, render } from "preact";
import { Panel, type PanelContent, type PanelStance } from "../components/panel.js";
import { PanelProvider } from "../components/panel-context.js";
import { RenderProvider } from "../components/render-functions.js";
import type { PanelOptions } from "../element/element-options.js";
import { createConnection } from "../model/connection.js";
import { createConversation } from "../model/conversation.js";
import type { Wording } from "../model/wording.js";
import panelCss from "../skin/panel.css?inline";
import { CUSTOM_PROPERTIES } from "../skin/properties.js";
import type { Backend } from "./backend.js";
import { browserClock } from "./browser-clock.js";
import type { PanelState } from "./chat-app.js";
import { widgetDefaults } from "./defaults.js";
import { isDeveloperPage } from "./developer-page.js";
import { followKeyboard } from "./keyboard-inset.js";
import { followOnline } from "./online.js";
import { PageRoom } from "./page-room.js";
import { followPageTheme } from "./page-theme.js";
import type { PanelSize } from "./panel-size.js";

const SMALL_SCREEN = "(max-width: 639.98px), (max-height: 479.98px)";

export interface PanelHostOptions {
  /** The one that it is shown for first. */
  readonly launcher: HTMLElement;
  readonly backend: Backend;
  readonly options: ReadonlySignal<PanelOptions>;
  readonly wording: ReadonlySignal<Wording>;
  readonly state: ReadonlySignal<PanelState>;
  readonly size: PanelSize;
  onClose(): void;
  onSend(text: string, options?: SendOptions): void;
  onSignIn(): boolean;
}

/**
 * The panel in the page: `<chatisle-panel>`, beside the body and never moved, so that a router that replaces the body
 * takes nothing of it away. Only an inline panel stands where its `<chat-widget>` does, and moves with it.
 */
export class PanelHost {
  readonly #host = document.createElement("chatisle-panel");
  readonly #root = this.#host.attachShadow({ mode: "open" });
  readonly #mount = document.createElement("div");
  readonly #room = new PageRoom();
  readonly #stop = new AbortController();
  readonly #options: ReadonlySignal<PanelOptions>;
  /** Whether the page has a launcher for it. */
  readonly #isWanted = signal(false);

  constructor(init: PanelHostOptions) {
    const { launcher, backend, options, wording, state, size, onClose, onSend, onSignIn } = init;
    const { signal: stop } = this.#stop;
    this.#options = options;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(panelCss);
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(this.#mount);
    // First of all: what is not in the page takes no focus.
    this.show(launcher);

    const media = matchMedia(SMALL_SCREEN);
    const isSmallScreen = signal(media.matches);
    media.addEventListener("change", (event) => (isSmallScreen.value = event.matches), { signal: stop });
    const pageTheme = followPageTheme(stop);
    followKeyboard(this.#host, stop);

    const stance = computed((): PanelStance => {
      const { layout } = options.value;
      if (layout === "inline") return "region";
      return layout === "fullscreen" || isSmallScreen.value ? "modal" : "dialog";
    });
    const content: PanelContent =
      backend.status === "ready"
        ? {
            ...backend,
            conversation: createConversation(
              backend.client,
              computed(() => wording.value.labels),
            ),
            connection: createConnection({
              client: backend.client,
              isOnline: followOnline(stop),
              hasCookies: navigator.cookieEnabled,
              wording,
              clock: browserClock,
            }),
          }
        : backend;
    const stopPainting = effect(() => {
      const { layout, side, isCompact } = options.value;
      const isOpen = state.value.status === "open";
      this.#host.dataset.layout = layout;
      this.#host.toggleAttribute("data-start", side === "start");
      this.#host.toggleAttribute("data-compact", isCompact);
      this.#host.toggleAttribute("data-expanded", layout === "popup" && size.isExpanded.value);
      this.#host.style.setProperty("--chatisle-own-width", size.width.value ? `${size.width.value}px` : "");
      // In the document's own style, because a name from inside the shadow root does not count. Its own group
      // keeps the panel in place while the page behind is animated.
      const isApart = isOpen && layout !== "inline";
      this.#host.style.setProperty("view-transition-name", isApart ? "chatisle" : "none");
      if (!isOpen || !this.#isWanted.value) this.#room.claim(null);
      else if (stance.value === "modal") this.#room.claim("still");
      else this.#room.claim(layout === "sidebar" ? { side, width: this.#sidebarWidth() } : null);
    });
    stop.addEventListener("abort", () => {
      stopPainting();
      this.#room.claim(null);
      if (content.status !== "ready") return;
      content.conversation.dispose();
      content.connection.dispose();
    });

    const panel = h(Panel, {
      content,
      state,
      wording,
      options,
      stance,
      size,
      isForDeveloper: isDeveloperPage(location.hostname),
      theme: computed(() => {
        const { theme } = options.value;
        return theme === "auto" ? pageTheme.value : theme;
      }),
      onClose,
      onSend,
      onSignIn,
    });
    const children = h(RenderProvider, { value: widgetDefaults().render ?? {}, children: panel });
    render(h(PanelProvider, { value: { wording, options }, children }), this.#mount);
  }

  /** Whether the focus is in the panel. */
  get hasFocus(): boolean {
    return this.#root.activeElement !== null;
  }

  /** Moves the focus into the text field. */
  focus(): void {
    this.#root.querySelector<HTMLElement>('[part~="input"]')?.focus({ preventScroll: true });
  }

  /** Shows the panel in the manner of a launcher: its direction, its font, its custom properties. */
  show(launcher: HTMLElement): void {
    this.#place(launcher);
    const style = getComputedStyle(launcher);
    for (const name of CUSTOM_PROPERTIES) {
      const value = style.getPropertyValue(name);
      if (value === "") this.#host.style.removeProperty(name);
      else this.#host.style.setProperty(name, value);
    }
    // The panel is no child of the body, where sites set their font.
    if (style.getPropertyValue("--chatisle-font") === "" && launcher.parentElement) {
      this.#host.style.setProperty("--chatisle-font", getComputedStyle(launcher.parentElement).fontFamily);
    }
    this.#host.dir = style.direction;
    this.#host.hidden = false;
    this.#isWanted.value = true;
  }

  /** Hides the panel where the page has no launcher. It stays as it is, with its scroll position and its draft. */
  hide(): void {
    this.#host.hidden = true;
    this.#isWanted.value = false;
  }

  dispose(): void {
    this.#stop.abort();
    render(null, this.#mount);
    this.#host.remove();
  }

  #place(launcher: HTMLElement): void {
    const isInline = this.#options.peek().layout === "inline";
    const place = isInline ? (launcher.shadowRoot ?? launcher) : document.documentElement;
    if (this.#host.parentNode === place) return;
    place.append(this.#host);
    if (isInline) void this.#handPartsOn();
  }

  /** Parts of a shadow root within another are only reached when the outer host hands them on. */
  async #handPartsOn(): Promise<void> {
    const { PANEL_PARTS } = await import("../skin/parts.js");
    this.#host.setAttribute("exportparts", PANEL_PARTS.join(","));
  }

  #sidebarWidth(): number {
    return this.#host.getBoundingClientRect().width;
  }
}
