import { h, render } from "preact";
import { LauncherContent } from "./launcher.js";
import { LAUNCHER_CSS } from "./launcher-css.js";
import type { LauncherProps } from "./launcher-props.js";

let sheet: CSSStyleSheet | undefined;

/**
 * The launcher's shadow root. Where the parser has made none, it is made from the declarative template, which
 * routers that swap pages leave unparsed, or else built.
 */
export function ensureLauncherRoot(
  host: HTMLElement,
  options: Pick<LauncherProps, "labels" | "fallbackHref">,
): ShadowRoot {
  const template = host.querySelector<HTMLTemplateElement>(":scope > template[shadowrootmode]");
  if (host.shadowRoot) return host.shadowRoot;
  const root = host.attachShadow({ mode: "open" });
  if (template) {
    root.append(template.content);
    template.remove();
  } else {
    // A constructed sheet needs no permission from the page's content security policy.
    sheet ??= new CSSStyleSheet();
    if (sheet.cssRules.length === 0) sheet.replaceSync(LAUNCHER_CSS);
    root.adoptedStyleSheets = [sheet];
    render(h(LauncherContent, options), root);
  }
  return root;
}
