/** Lets Tab go round inside an element that covers the page: behind it is nothing a visitor could see. */
export function keepFocusInside(container: HTMLElement, event: KeyboardEvent): void {
  const all = container.querySelectorAll<HTMLElement>(
    "a[href], button, input, textarea, summary, [tabindex='0']",
  );
  const stops = [...all].filter((stop) => !stop.closest("[inert]"));
  const root = container.getRootNode();
  const focused = root instanceof ShadowRoot ? root.activeElement : document.activeElement;
  const [edge, other] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (focused !== edge && focused !== container) return;
  event.preventDefault();
  other?.focus();
}
