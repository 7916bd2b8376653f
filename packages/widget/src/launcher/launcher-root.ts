import { h, render } from "preact";
import { LauncherContent } from "./launcher.js";
import { LAUNCHER_CSS, LAUNCHER_OPTIONS_CSS } from "./launcher-css.js";
import { OFFSET_ATTRIBUTES, setOffset } from "./launcher-offset.js";
import type { LauncherProps } from "./launcher-props.js";

let sheet: CSSStyleSheet | undefined;

/** A box of the page, whose own style wins over this. */
const INLINE_CSS = ":host{display:block;position:relative;height:600px}:host([hidden]){display:none}";

/**
 * The launcher's shadow root: the one that the parser has made from the server's template, or one made from the
 * template here, because routers that swap pages leave it unparsed, or else a new one. An inline chat has a root
 * without a launcher, in which its panel will stand.
 */
export function ensureLauncherRoot(
  host: HTMLElement,
  options: Pick<LauncherProps, "labels" | "fallbackHref" | "layout" | "icon" | "avatar" | "accent">,
): ShadowRoot {
  for (const name of OFFSET_ATTRIBUTES) {
    if (host.hasAttribute(name)) setOffset(host, name, host.getAttribute(name));
  }
  if (options.accent !== undefined) host.style.setProperty("--chatisle-accent", options.accent);
  if (host.shadowRoot) return host.shadowRoot;
  const template = host.querySelector<HTMLTemplateElement>(":scope > template[shadowrootmode]");
  const root = host.attachShadow({ mode: "open" });
  if (template) {
    root.append(template.content);
    template.remove();
  } else if (options.layout === "inline") {
    const inlineSheet = new CSSStyleSheet();
    inlineSheet.replaceSync(INLINE_CSS);
    root.adoptedStyleSheets = [inlineSheet];
  } else {
    root.adoptedStyleSheets = [launcherSheet()];
    const hasIconSlot = host.querySelector(":scope > [slot=icon]") !== null;
    render(h(LauncherContent, { ...options, hasIconSlot }), root);
  }
  return root;
}

/** A constructed sheet needs no permission from the page's content security policy, and all launchers share it. */
function launcherSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(LAUNCHER_CSS + LAUNCHER_OPTIONS_CSS);
  }
  return sheet;
}
