/**
 * Gives the focus to another element when the one that has it is taken away, such as a question that was asked or a
 * conversation that was deleted. It would fall to the page, and a visitor with a keyboard would begin at its top.
 * A finger leaves no focus that can be seen, and none is kept: it would call up the keyboard of a phone.
 * @param instead - The element that gets the focus.
 * @returns Ends it.
 */
export function keepFocus(panel: HTMLElement, instead: () => HTMLElement | null): () => void {
  let last: Element | null = null;
  const onFocusIn = ({ target }: FocusEvent) => {
    last = target instanceof Element && target.matches(":focus-visible") ? target : null;
  };
  const onFocusOut = ({ target }: FocusEvent) => {
    // Some browsers say so while they take the element away, and then it is still there.
    queueMicrotask(() => {
      if (last === target && last?.isConnected) last = null;
    });
  };
  const observer = new MutationObserver(() => {
    if (last === null || last.isConnected) return;
    last = null;
    if (document.activeElement === document.body) instead()?.focus({ preventScroll: true });
  });
  panel.addEventListener("focusin", onFocusIn);
  panel.addEventListener("focusout", onFocusOut);
  observer.observe(panel, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    panel.removeEventListener("focusin", onFocusIn);
    panel.removeEventListener("focusout", onFocusOut);
  };
}
