const sheets = new Map<string, CSSStyleSheet>();

/** Adds the style of a part that was loaded late to the shadow root it stands in, once. */
export function adoptStyle(element: Element | null, css: string): void {
  const root = element?.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  let sheet = sheets.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(css, sheet);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}
