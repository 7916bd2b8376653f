import type { ChatWidgetElement } from "./element/chat-widget-element.js";
import { LauncherElement } from "./element/launcher-element.js";

export { configure, type WidgetDefaults } from "./app/defaults.js";
export type { RenderFunctions, RenderProps } from "./components/render-functions.js";
export type { ChatWidgetElement } from "./element/chat-widget-element.js";
export type { ChatWidgetEventMap, WidgetEvent, WidgetEventOf } from "./element/widget-event.js";
export type { LabelOverrides, Labels, PluralLabel } from "./labels.js";

const TAG = "chat-widget";

// Two copies of this module can meet on a page, such as an island's and a loader's: the first one defines.
if (typeof customElements !== "undefined" && !customElements.get(TAG)) {
  customElements.define(TAG, LauncherElement);
}

/**
 * Opens the panel of a launcher. Asking twice is the same as asking once.
 * @param host - A `<chat-widget>` in the page.
 */
export function open(host: HTMLElement): void {
  // A loader that failed before has put it there.
  host.removeAttribute("load-failed");
  customElements.upgrade(host);
  (host as ChatWidgetElement).open();
}
