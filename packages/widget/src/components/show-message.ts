/** How far below the edge a message stands, in CSS pixels. */
const MARGIN = 24;

/** Scrolls a message of a transcript to its top and gives it the focus, so that reading goes on from there. */
export function showMessage(log: HTMLElement, id: string): void {
  const message = log.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  if (!message) return;
  log.scrollTop += message.getBoundingClientRect().top - log.getBoundingClientRect().top - MARGIN;
  message.tabIndex = -1;
  message.focus({ preventScroll: true });
}
