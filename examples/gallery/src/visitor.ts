import type { ChatWidgetElement, MountedChat } from "@chatisle/widget";

/** How long a state may take to come about, in milliseconds. */
const PATIENCE = 15_000;

/** What a visitor does with a chat, and sees of it. */
export class Visitor {
  readonly #chat: MountedChat;

  constructor(chat: MountedChat) {
    this.#chat = chat;
  }

  async opens(): Promise<void> {
    await this.#chat.open();
    await this.sees("panel-open");
  }

  async writes(text: string): Promise<void> {
    await this.#chat.send(text);
  }

  /** @param such - What is said of the part beyond its name, as a selector. */
  async presses(part: string, such = ""): Promise<void> {
    (await this.#find(() => this.#panel(), part, such)).click();
  }

  /** Gives a part the focus and presses a key there. */
  async pressesKey(key: string, part: string): Promise<void> {
    const element = await this.#find(() => this.#panel(), part);
    element.focus();
    element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }

  /** @param part - The text field. Default: that of the next message. */
  async types(text: string, part = "input"): Promise<void> {
    const field = await this.#find(() => this.#panel(), part);
    if (!(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement))
      throw new Error(`The part "${part}" is no text field.`);
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async editsTheNewestMessage(): Promise<void> {
    await this.sees("action");
    const buttons = this.#panel()?.querySelectorAll<HTMLElement>('[part~="message-user"] [part~="action"]');
    [...(buttons ?? [])].at(-1)?.click();
  }

  /** Drops a picture and files that hold nothing to speak of; a film is large. */
  async attaches(names: readonly string[]): Promise<void> {
    await this.sees("drop-zone");
    const transfer = new DataTransfer();
    for (const name of names) {
      const isPicture = name.endsWith(".png");
      const content = isPicture ? await picture() : "x".repeat(name.endsWith(".mov") ? 2_000_000 : 1);
      transfer.items.add(new File([content], name, isPicture ? { type: "image/png" } : {}));
    }
    await this.#drags(transfer, ["dragenter", "dragover", "drop"]);
  }

  /** Holds the panel where it is so many milliseconds after it began to open. */
  freezesThePanelAt(time: number): void {
    for (const animation of this.#panel()?.getAnimations() ?? []) {
      animation.pause();
      animation.currentTime = time;
    }
  }

  /** @param such - What is said of the part beyond its name, as a selector. */
  async sees(part: string, such = ""): Promise<void> {
    await this.#find(() => this.#panel(), part, such);
  }

  async seesInLauncher(part: string): Promise<void> {
    await this.#find(() => this.#chat.element.shadowRoot, part);
  }

  /** Scrolls until the chat has noticed: what it places itself at that moment may win over a single time. */
  async scrollsUp(): Promise<void> {
    const log = await this.#find(() => this.#panel(), "log");
    const end = performance.now() + PATIENCE;
    for (let framesAway = 0; framesAway < 5; ) {
      if (framesAway === 0) {
        log.scrollTop = log.scrollHeight;
        await nextFrame();
        log.scrollTop = log.scrollHeight / 3;
        await nextFrame();
      }
      await nextFrame();
      framesAway = this.#panel()?.querySelector('[part~="pill"]') ? framesAway + 1 : 0;
      if (performance.now() > end) throw new Error("The chat never noticed that somebody scrolled up.");
    }
  }

  losesTheNetwork(): void {
    Object.defineProperty(navigator, "onLine", { value: false });
    globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
    dispatchEvent(new Event("offline"));
  }

  async dragsAFileOver(): Promise<void> {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["x"], "photo.png", { type: "image/png" }));
    await this.#drags(transfer, ["dragenter", "dragover"]);
  }

  async #drags(dataTransfer: DataTransfer, events: readonly string[]): Promise<void> {
    const composer = await this.#find(() => this.#panel(), "composer");
    for (const name of events) {
      composer.dispatchEvent(
        new DragEvent(name, { dataTransfer, bubbles: true, cancelable: true, composed: true }),
      );
    }
  }

  #panel(): ShadowRoot | null | undefined {
    const element: ChatWidgetElement = this.#chat.element;
    const host =
      element.shadowRoot?.querySelector("chatisle-panel") ?? document.querySelector("chatisle-panel");
    return host?.shadowRoot;
  }

  async #find(root: () => ShadowRoot | null | undefined, part: string, such = ""): Promise<HTMLElement> {
    const end = performance.now() + PATIENCE;
    for (;;) {
      const element = root()?.querySelector<HTMLElement>(`[part~="${part}"]${such}`);
      if (element) return element;
      if (performance.now() > end) throw new Error(`The chat never showed its part "${part}".`);
      await nextFrame();
    }
  }
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** A lamp above a table. */
async function picture(): Promise<Blob> {
  const canvas = new OffscreenCanvas(112, 112);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("The browser draws no pictures.");
  const light = context.createRadialGradient(56, 30, 4, 56, 40, 90);
  light.addColorStop(0, "#fff3d6");
  light.addColorStop(0.3, "#f2b25c");
  light.addColorStop(1, "#3b2b22");
  context.fillStyle = light;
  context.fillRect(0, 0, 112, 112);
  return canvas.convertToBlob();
}
