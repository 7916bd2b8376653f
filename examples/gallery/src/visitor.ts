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

  async presses(part: string): Promise<void> {
    (await this.#find(() => this.#panel(), part)).click();
  }

  async sees(part: string): Promise<void> {
    await this.#find(() => this.#panel(), part);
  }

  async seesInLauncher(part: string): Promise<void> {
    await this.#find(() => this.#chat.element.shadowRoot, part);
  }

  async scrollsUp(): Promise<void> {
    const log = await this.#find(() => this.#panel(), "log");
    log.scrollTop = log.scrollHeight;
    await nextFrame();
    log.scrollTop = log.scrollHeight / 3;
  }

  losesTheNetwork(): void {
    Object.defineProperty(navigator, "onLine", { value: false });
    globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
    dispatchEvent(new Event("offline"));
  }

  dragsAFileOver(): void {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["x"], "photo.png", { type: "image/png" }));
    const event = { dataTransfer: transfer, bubbles: true, composed: true };
    for (const name of ["dragenter", "dragover"]) {
      this.#panel()?.querySelector('[part~="composer"]')?.dispatchEvent(new DragEvent(name, event));
    }
  }

  #panel(): ShadowRoot | null | undefined {
    const element: ChatWidgetElement = this.#chat.element;
    const host =
      element.shadowRoot?.querySelector("chatisle-panel") ?? document.querySelector("chatisle-panel");
    return host?.shadowRoot;
  }

  async #find(root: () => ShadowRoot | null | undefined, part: string): Promise<HTMLElement> {
    const end = performance.now() + PATIENCE;
    for (;;) {
      const element = root()?.querySelector<HTMLElement>(`[part~="${part}"]`);
      if (element) return element;
      if (performance.now() > end) throw new Error(`The chat never showed its part "${part}".`);
      await nextFrame();
    }
  }
}

const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
