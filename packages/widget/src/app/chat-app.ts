import type { ChatClient, SendOptions } from "@chatisle/client";
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import {
  DEFAULT_PANEL_OPTIONS,
  optionsText,
  type PanelOptions,
  readPanelOptions,
  readPersist,
} from "../element/element-options.js";
import type { WidgetEvent } from "../element/widget-event.js";
import { type Backend, createBackend } from "./backend.js";
import { widgetDefaults } from "./defaults.js";
import { followClient } from "./follow-client.js";
import { addLauncherExtras } from "./launcher-extras.js";
import { emit } from "./launcher-view.js";
import { PanelHost } from "./panel-host.js";
import { type VisitMemory, visitMemory } from "./visit-memory.js";
import { Words } from "./words.js";

/** `takesFocus`: the visitor has opened the panel, in contrast to a page that opens it again. */
export type PanelState =
  | { readonly status: "closed" }
  | { readonly status: "open"; readonly takesFocus: boolean };

/**
 * One chat of the page: it owns the client, the panel and the launchers that lead to it. Launchers come and go with
 * the pages a router swaps in; the chat stays.
 */
export class ChatApp {
  readonly isOpen: ReadonlySignal<boolean>;

  readonly #key: string;
  readonly #memory: VisitMemory;
  /** Every launcher, with what takes its extras away. */
  readonly #launchers = new Map<HTMLElement, () => void>();
  readonly #panelState: Signal<PanelState> = signal({ status: "closed" });
  readonly #options: Signal<PanelOptions> = signal(DEFAULT_PANEL_OPTIONS);
  readonly #stop = new AbortController();
  readonly #words = new Words(this.#options, this.#stop.signal);
  readonly #unread = signal(0);
  readonly #isGreeted: Signal<boolean>;
  #optionsText: string | undefined;
  #current: HTMLElement | undefined;
  #backend: Backend | undefined;
  #panel: PanelHost | undefined;

  constructor(key: string) {
    this.#key = key;
    this.#memory = visitMemory(key);
    this.#isGreeted = signal(this.#memory.wasGreeted());
    this.isOpen = computed(() => this.#panelState.value.status === "open");
  }

  /** How many launchers lead to this chat. */
  get launcherCount(): number {
    return this.#launchers.size;
  }

  /** Takes a launcher that has come into the page. */
  connect(launcher: HTMLElement): void {
    if (!this.#current?.isConnected) {
      this.#lead(launcher);
      this.#panel?.show(launcher);
    }
    this.#launchers.set(
      launcher,
      addLauncherExtras(launcher, {
        isOpen: this.isOpen,
        unread: this.#unread,
        greeting: computed(() => (this.#isGreeted.value ? undefined : this.#options.value.greeting)),
        wording: this.#words.wording,
        onOpen: () => this.open(launcher),
        onDismiss: () => this.#endGreeting(),
      }),
    );
    // Not at once: the elements of a page are upgraded while this code loads, before whoever loads it can configure it.
    queueMicrotask(() => this.#resume(launcher));
  }

  /** Lets go of a launcher that has left the page. Without any, the panel is hidden and keeps all it holds. */
  disconnect(launcher: HTMLElement): void {
    this.#launchers.get(launcher)?.();
    this.#launchers.delete(launcher);
    if (this.#current !== launcher) return;
    const [next] = this.#launchers.keys();
    if (next) {
      this.#lead(next);
      this.#panel?.show(next);
    } else {
      this.#current = undefined;
      this.#panel?.hide();
    }
  }

  /** Reads the options of a launcher again. */
  refresh(launcher: HTMLElement): void {
    if (launcher !== this.#current) return;
    this.#lead(launcher);
    this.#panel?.show(launcher);
  }

  open(launcher: HTMLElement): void {
    if (this.isOpen.value) return;
    this.#reveal(launcher, true);
    this.#endGreeting();
    this.#memory.rememberOpen(true);
  }

  /** Closes the panel. One that is a part of its page stays. */
  close(): void {
    if (!this.isOpen.value || this.#options.value.layout === "inline") return;
    const hadFocus = this.#panel?.hasFocus ?? false;
    this.#panelState.value = { status: "closed" };
    this.#memory.rememberOpen(false);
    if (hadFocus) this.#current?.focus({ preventScroll: true });
    this.#tell({ type: "close" });
  }

  /** Moves the focus into the text field of an open panel. */
  focus(): void {
    this.#panel?.focus();
  }

  /** The client of this chat; null when its options cannot work. It is made when it is first asked for. */
  client(launcher: HTMLElement): ChatClient | null {
    const backend = this.#connectBackend(launcher);
    return backend.status === "ready" ? backend.client : null;
  }

  send(text: string, launcher: HTMLElement, options?: SendOptions): string | null {
    const id = this.client(launcher)?.send(text, options) ?? null;
    if (id !== null) this.#memory.rememberActive();
    return id;
  }

  /** Ends the chat and leaves nothing of it in the page. */
  dispose(): void {
    this.#stop.abort();
    this.#panel?.dispose();
    if (this.#backend?.status === "ready") this.#backend.client.dispose();
  }

  /** Goes on where the page before was left. The focus stays where the page has put it. */
  #resume(launcher: HTMLElement): void {
    if (this.#panel || !this.#launchers.has(launcher)) return;
    if (this.#memory.wasOpen() || this.#options.value.layout === "inline") this.#reveal(launcher, false);
    // Somebody who waits for an answer gets to know of it on every page.
    else if (this.#memory.isActive()) this.#connectBackend(launcher);
    else if (this.#options.value.greeting !== undefined) this.#memory.rememberGreeted();
  }

  #reveal(launcher: HTMLElement, takesFocus: boolean): void {
    const backend = this.#connectBackend(launcher);
    batch(() => {
      this.#lead(launcher);
      this.#panelState.value = { status: "open", takesFocus };
      if (this.#panel) this.#panel.show(launcher);
      else this.#panel = this.#createPanel(backend, launcher);
    });
    this.#tell({ type: "open" });
  }

  #endGreeting(): void {
    this.#isGreeted.value = true;
    this.#memory.rememberGreeted();
  }

  #lead(launcher: HTMLElement): void {
    this.#current = launcher;
    this.#words.follow(launcher);
    const text = optionsText(launcher);
    if (text === this.#optionsText) return;
    this.#optionsText = text;
    this.#options.value = readPanelOptions(launcher);
    const { accent, faults } = this.#options.peek();
    if (accent !== undefined) launcher.style.setProperty("--chatisle-accent", accent);
    for (const fault of faults) console.error(`chatisle: ${fault}`);
  }

  #createPanel(backend: Backend, launcher: HTMLElement): PanelHost {
    return new PanelHost({
      launcher,
      backend,
      options: this.#options,
      wording: this.#words.wording,
      state: this.#panelState,
      size: {
        width: signal(),
        isExpanded: signal(false),
        key: this.#key,
        persist: readPersist(launcher) ?? widgetDefaults().persist,
      },
      onClose: () => this.close(),
      onSend: (text, options) => void this.send(text, launcher, options),
      onSignIn: () => !this.#tell({ type: "sign-in-wanted" }),
    });
  }

  #connectBackend(launcher: HTMLElement): Backend {
    if (this.#backend) return this.#backend;
    this.#backend = createBackend(this.#key, launcher);
    if (this.#backend.status === "ready") {
      followClient({
        client: this.#backend.client,
        isOpen: this.isOpen,
        options: this.#options,
        unread: this.#unread,
        memory: this.#memory,
        tell: (event) => void this.#tell(event),
        stop: this.#stop.signal,
      });
      void this.#backend.client.start();
    }
    return this.#backend;
  }

  /** On a page without a launcher the root hears it. */
  #tell(event: WidgetEvent): boolean {
    return emit(this.#current ?? document.documentElement, event);
  }
}
