import type { ChatWidgetEventMap } from "../element/chat-widget-element.js";

/** Shows on a launcher whether its panel is open. */
export function paintLauncher(launcher: Element, isOpen: boolean): void {
  launcher.shadowRoot?.querySelector("button")?.setAttribute("aria-expanded", String(isOpen));
}

/** Tells the page what has happened to a launcher's chat. */
export function emit(launcher: Element, type: keyof ChatWidgetEventMap): void {
  launcher.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true }));
}
