import type { WidgetEvent } from "../element/widget-event.js";

/** Shows on a launcher whether its panel is open, and says its name. */
export function paintLauncher(launcher: Element, isOpen: boolean, name?: string): void {
  const button = launcher.shadowRoot?.querySelector("button");
  button?.setAttribute("aria-expanded", String(isOpen));
  if (name !== undefined) button?.setAttribute("aria-label", name);
}

/**
 * Tells the page what has happened in a chat.
 * @returns Whether nobody has called `preventDefault()`.
 */
export function emit(target: EventTarget, event: WidgetEvent): boolean {
  const init = { bubbles: true, composed: true, detail: event };
  target.dispatchEvent(new CustomEvent("chatisle:event", init));
  return target.dispatchEvent(new CustomEvent(`chatisle:${event.type}`, { ...init, cancelable: true }));
}
