import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import { h, render } from "preact";
import { Panel, type PanelContent, type PanelStance } from "../components/panel.js";
import { PanelProvider } from "../components/panel-context.js";
import type { PanelOptions } from "../element/element-options.js";
import type { Labels } from "../labels.js";
import { createConnection } from "../model/connection.js";
import { createConversation } from "../model/conversation.js";
import { wordingOf } from "../model/wording.js";
import panelCss from "../skin/panel.css?inline";
import { CUSTOM_PROPERTIES } from "../skin/properties.js";
import type { Backend } from "./backend.js";
import { browserClock } from "./browser-clock.js";
import type { PanelState } from "./chat-app.js";
import { isDeveloperPage } from "./developer-page.js";
import { followKeyboard } from "./keyboard-inset.js";
import { followOnline } from "./online.js";
import { followPageTheme } from "./page-theme.js";

const FULL_SCREEN = "(max-width: 639.98px)";

export interface PanelHostOptions {
  readonly backend: Backend;
  readonly options: ReadonlySignal<PanelOptions>;
  readonly labels: ReadonlySignal<Labels>;
  readonly state: ReadonlySignal<PanelState>;
  onClose(): void;
  onSend(text: string): void;
  onSignIn(): boolean;
}

/**
 * The panel in the page: `<chatisle-panel>`, beside the body and never moved, so that a router that replaces the body
 * takes nothing of it away.
 */
export class PanelHost {
  readonly #host = document.createElement("chatisle-panel");
  readonly #root = this.#host.attachShadow({ mode: "open" });
  readonly #mount = document.createElement("div");
  readonly #pageLang = signal("");
  readonly #stop = new AbortController();

  constructor({ backend, options, labels, state, onClose, onSend, onSignIn }: PanelHostOptions) {
    const { signal: stop } = this.#stop;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(panelCss);
    this.#root.adoptedStyleSheets = [sheet];
    this.#root.append(this.#mount);
    document.documentElement.append(this.#host);

    const media = matchMedia(FULL_SCREEN);
    const isFullScreen = signal(media.matches);
    media.addEventListener("change", (event) => (isFullScreen.value = event.matches), { signal: stop });
    const pageTheme = followPageTheme(stop);
    followKeyboard(this.#host, stop);

    const wording = computed(() =>
      wordingOf(labels.value, options.value.lang || this.#pageLang.value || navigator.language),
    );
    const content: PanelContent =
      backend.status === "ready"
        ? {
            ...backend,
            conversation: createConversation(backend.client, labels),
            connection: createConnection({
              client: backend.client,
              isOnline: followOnline(stop),
              wording,
              clock: browserClock,
            }),
          }
        : backend;
    const stopPainting = effect(() => {
      const isOpen = state.value.status === "open";
      this.#host.toggleAttribute("data-start", options.value.side === "start");
      // In the document's own style, because a name from inside the shadow root does not count. Its own group
      // keeps the panel in place while the page behind is animated.
      this.#host.style.setProperty("view-transition-name", isOpen ? "chatisle" : "none");
    });
    stop.addEventListener("abort", () => {
      stopPainting();
      if (content.status !== "ready") return;
      content.conversation.dispose();
      content.connection.dispose();
    });

    const panel = h(Panel, {
      content,
      state,
      wording,
      options,
      stance: computed((): PanelStance => (isFullScreen.value ? "modal" : "dialog")),
      isForDeveloper: isDeveloperPage(location.hostname),
      theme: computed(() => {
        const { theme } = options.value;
        return theme === "light" || theme === "dark" ? theme : pageTheme.value;
      }),
      onClose,
      onSend,
      onSignIn,
    });
    render(h(PanelProvider, { value: { wording, options }, children: panel }), this.#mount);
  }

  /** Whether the focus is in the panel. */
  get hasFocus(): boolean {
    return this.#root.activeElement !== null;
  }

  /** Shows the panel in the manner of a launcher: its language, its direction, its font, its custom properties. */
  show(launcher: HTMLElement): void {
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
    this.#pageLang.value = launcher.closest<HTMLElement>("[lang]")?.lang ?? "";
    this.#host.hidden = false;
  }

  /** Hides the panel where the page has no launcher. It stays as it is, with its scroll position and its draft. */
  hide(): void {
    this.#host.hidden = true;
  }

  dispose(): void {
    this.#stop.abort();
    render(null, this.#mount);
    this.#host.remove();
  }
}
