import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import {
  DEFAULT_PANEL_OPTIONS,
  optionsText,
  type PanelOptions,
  readPanelOptions,
} from "../element/element-options.js";
import { mergeLabels } from "../labels.js";
import { type Backend, createBackend } from "./backend.js";
import { widgetDefaults } from "./defaults.js";
import { emit, paintLauncher } from "./launcher-view.js";
import { PanelHost } from "./panel-host.js";
import { type VisitMemory, visitMemory } from "./visit-memory.js";

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
  readonly #launchers = new Set<HTMLElement>();
  readonly #panelState: Signal<PanelState> = signal({ status: "closed" });
  readonly #options: Signal<PanelOptions> = signal(DEFAULT_PANEL_OPTIONS);
  #optionsText: string | undefined;
  #current: HTMLElement | undefined;
  #backend: Backend | undefined;
  #panel: PanelHost | undefined;

  constructor(key: string) {
    this.#key = key;
    this.#memory = visitMemory(key);
    this.isOpen = computed(() => this.#panelState.value.status === "open");
  }

  /** How many launchers lead to this chat. */
  get launcherCount(): number {
    return this.#launchers.size;
  }

  /** Takes a launcher that has come into the page. */
  connect(launcher: HTMLElement): void {
    this.#launchers.add(launcher);
    paintLauncher(launcher, this.isOpen.value);
    if (!this.#current?.isConnected) {
      this.#lead(launcher);
      this.#panel?.show(launcher);
    }
    // Not at once: the elements of a page are upgraded while this code loads, before whoever loads it can configure it.
    if (this.#memory.wasOpen()) queueMicrotask(() => this.#restore(launcher));
  }

  /** Lets go of a launcher that has left the page. Without any, the panel is hidden and keeps all it holds. */
  disconnect(launcher: HTMLElement): void {
    this.#launchers.delete(launcher);
    if (this.#current !== launcher) return;
    const [next] = this.#launchers;
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
    this.#memory.rememberOpen(true);
    emit(launcher, "chatisle:open");
  }

  close(): void {
    if (!this.isOpen.value) return;
    const hadFocus = this.#panel?.hasFocus ?? false;
    this.#panelState.value = { status: "closed" };
    this.#memory.rememberOpen(false);
    for (const launcher of this.#launchers) paintLauncher(launcher, false);
    if (hadFocus) this.#current?.focus({ preventScroll: true });
    if (this.#current) emit(this.#current, "chatisle:close");
  }

  send(text: string, launcher: HTMLElement): string | null {
    return this.#deliver(this.#connectBackend(launcher), text);
  }

  setDraft(text: string, launcher: HTMLElement): void {
    const backend = this.#connectBackend(launcher);
    if (backend.status === "ready") backend.client.setDraft(text);
  }

  /** Ends the chat and leaves nothing of it in the page. */
  dispose(): void {
    this.#panel?.dispose();
    if (this.#backend?.status === "ready") this.#backend.client.dispose();
  }

  #deliver(backend: Backend, text: string): string | null {
    if (backend.status === "misconfigured") return null;
    const id = backend.client.send(text);
    if (id !== null) this.#memory.rememberActive();
    return id;
  }

  /** The panel was open on the page before: it opens again, and leaves the focus where the page put it. */
  #restore(launcher: HTMLElement): void {
    if (this.#panel || !this.#launchers.has(launcher)) return;
    this.#reveal(launcher, false);
    emit(launcher, "chatisle:open");
  }

  #reveal(launcher: HTMLElement, takesFocus: boolean): void {
    const backend = this.#connectBackend(launcher);
    batch(() => {
      this.#lead(launcher);
      this.#panel ??= this.#createPanel(backend);
      this.#panel.show(launcher);
      this.#panelState.value = { status: "open", takesFocus };
    });
    for (const each of this.#launchers) paintLauncher(each, true);
  }

  #lead(launcher: HTMLElement): void {
    this.#current = launcher;
    const text = optionsText(launcher);
    if (text === this.#optionsText) return;
    this.#optionsText = text;
    this.#options.value = readPanelOptions(launcher);
    for (const fault of this.#options.peek().faults) console.error(`chatisle: ${fault}`);
  }

  #createPanel(backend: Backend): PanelHost {
    return new PanelHost({
      backend,
      options: this.#options,
      labels: computed(() => mergeLabels(widgetDefaults().labels, this.#options.value.labels)),
      state: this.#panelState,
      onClose: () => this.close(),
      onSend: (text) => void this.#deliver(backend, text),
      onSignIn: () => false,
    });
  }

  #connectBackend(launcher: HTMLElement): Backend {
    if (this.#backend) return this.#backend;
    this.#backend = createBackend(this.#key, launcher);
    if (this.#backend.status === "ready") void this.#backend.client.start();
    return this.#backend;
  }
}
