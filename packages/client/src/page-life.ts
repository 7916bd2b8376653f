/** What happens to a page that matters to a conversation. */
export type PageEvent =
  /** In sight again. */
  | "visible"
  | "hidden"
  /** Back from the browser's cache of left pages: every connection is dead. */
  | "restored"
  | "online"
  | "offline";

/** The page as the client sees it; an argument, because the client knows no DOM. */
export interface PageLife {
  isVisible(): boolean;
  /** From the moment on that the browser says so. */
  isLeaving(): boolean;
  /** Whether the page's Content-Security-Policy was seen to refuse a connection to this origin. */
  isForbidden(origin: string): boolean;
  /** @returns Stops listening. */
  listen(run: (event: PageEvent) => void): () => void;
}

/** The page of a browser; elsewhere one that is always in sight. */
export function browserPageLife(): PageLife {
  if (!("document" in globalThis) || typeof addEventListener !== "function") {
    return {
      isVisible: () => true,
      isLeaving: () => false,
      isForbidden: () => false,
      listen: () => () => {},
    };
  }
  const listeners = new Set<(event: PageEvent) => void>();
  let listening = new AbortController();
  let isLeaving = false;
  const forbidden = new Set<string>();
  const tell = (event: PageEvent) => {
    for (const run of listeners) run(event);
  };

  function start(): void {
    listening = new AbortController();
    const { signal } = listening;
    document.addEventListener(
      "visibilitychange",
      () => tell(document.visibilityState === "visible" ? "visible" : "hidden"),
      { signal },
    );
    addEventListener(
      "pageshow",
      ({ persisted }) => {
        isLeaving = false;
        if (persisted) tell("restored");
      },
      { signal },
    );
    addEventListener(
      "pagehide",
      () => {
        isLeaving = true;
      },
      { signal },
    );
    document.addEventListener(
      "securitypolicyviolation",
      ({ blockedURI, disposition, effectiveDirective }) => {
        // A policy that only reports refuses nothing.
        if (disposition === "enforce" && effectiveDirective === "connect-src" && URL.canParse(blockedURI))
          forbidden.add(new URL(blockedURI).origin);
      },
      { signal },
    );
    addEventListener("online", () => tell("online"), { signal });
    addEventListener("offline", () => tell("offline"), { signal });
  }

  return {
    isVisible: () => document.visibilityState === "visible",
    isLeaving: () => isLeaving,
    isForbidden: (origin) => forbidden.has(origin),
    listen(run) {
      if (listeners.size === 0) start();
      listeners.add(run);
      return () => {
        listeners.delete(run);
        if (listeners.size === 0) listening.abort();
      };
    },
  };
}
