/** What the chunk that loads on intent offers. */
export interface IntentTarget {
  /** Opens the panel of a launcher. Asking twice is the same as asking once. */
  open(host: HTMLElement): void;
}

/**
 * Loads the chat when a visitor shows interest in a `<chat-widget>` on the page, and opens it for a click.
 *
 * Hovering, focusing or touching the launcher starts the load; a click also opens the panel once the load is
 * done. A visitor who has written within the last 7 days, or whose panel was open on the page before, gets the
 * chat when the page is idle, and so does everybody where a chat is inline or greets. This module has no imports, so that it can stand inline in a page.
 *
 * @param load - Imports the app. `attempt` counts the failed loads so far, from 0; let the URL depend on it, because
 *   Firefox keeps a module that failed under its URL for good.
 */
export function listenForIntent(load: (attempt: number) => Promise<IntentTarget>): void {
  let app: Promise<IntentTarget> | undefined;
  let attempt = 0;
  const done = new AbortController();
  const start = (): Promise<IntentTarget> =>
    (app ??= load(attempt).then(
      (target) => {
        done.abort();
        return target;
      },
      (error) => {
        app = undefined;
        attempt++;
        throw error;
      },
    ));
  // The browser has logged a chunk that failed to load, and the next intent tries again.
  const warm = () => void start().catch(() => {});
  const onIntent = (event: Event) => {
    // A defined element handles its own events. What is not an element matches nothing, and has no way to.
    const host = event
      .composedPath()
      .find((node) => (node as Element).matches?.("chat-widget:not(:defined)")) as HTMLElement | undefined;
    if (!host) return;
    if (event.type !== "click") return warm();
    event.preventDefault();
    start()
      .catch(start)
      .then(
        (target) => target.open(host),
        // The launcher's style shows its notice: the button must not be dead in silence.
        () => host.setAttribute("load-failed", ""),
      );
  };
  for (const type of ["pointerover", "focusin", "touchstart", "click"]) {
    // On the window, browsers take a listener for touches as passive by themselves.
    addEventListener(type, onIntent, { capture: true, signal: done.signal });
  }
  try {
    if (
      document.querySelector("chat-widget:is([greeting],[layout=inline])") ||
      sessionStorage["chatisle:open"] ||
      localStorage["chatisle:active"] > Date.now() - 6048e5
    ) {
      (self.requestIdleCallback ?? setTimeout)(warm);
    }
  } catch {
    // A browser that refuses storage remembers no conversation to prepare for.
  }
}
