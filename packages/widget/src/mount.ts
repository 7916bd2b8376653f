import type { ChatVerbs } from "./chat-verbs.js";
import type { ChatWidgetElement } from "./element/chat-widget-element.js";
import { type LauncherProps, launcherAttributes } from "./launcher/launcher-props.js";
import { ensureLauncherRoot } from "./launcher/launcher-root.js";
import { chatVerbs, loadAppOnIntent } from "./lazy-app.js";

/** A chat that `mount()` has put into a page. */
export type MountedChat = ChatVerbs & {
  readonly element: ChatWidgetElement;
  /** Takes the launcher out of the page, and with the last one of its chat the panel and the connection. */
  dispose(): void;
};

/** What `mount()` accepts. */
export interface MountOptions extends Omit<LauncherProps, "icon"> {
  /** What stands on the launcher in place of its icon: the address of a picture, or an element. Default: a speech bubble. */
  readonly icon?: string | Element | undefined;
}

/**
 * Puts a launcher into a page without any framework.
 * @param target - The element that gets the launcher as its last child.
 */
export function mount(target: Element, { icon, ...options }: MountOptions = {}): MountedChat {
  const element = document.createElement("chat-widget");
  const props: LauncherProps = typeof icon === "string" ? { ...options, icon } : options;
  for (const [name, value] of Object.entries(launcherAttributes(props))) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  if (icon instanceof Element) {
    icon.slot = "icon";
    element.append(icon);
  }
  ensureLauncherRoot(element, props);
  target.append(element);
  loadAppOnIntent();
  return {
    ...chatVerbs(() => (element.isConnected ? element : null)),
    element,
    dispose() {
      // Before the app is loaded it is a plain element.
      if (element.matches(":defined")) element.destroy();
      else element.remove();
    },
  };
}
