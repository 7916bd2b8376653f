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
  /** False: the device has no network at all. True says little: the way to the backend may be cut all the same. */
  isOnline(): boolean;
  /** The number of the visitor's present stay on the page: another one after a return, null once it is left. */
  stay(): number | null;
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
      isOnline: () => true,
      stay: () => 0,
      isForbidden: () => false,
      listen: () => () => {},
    };
  }
  const listeners = new Set<(event: PageEvent) => void>();
  let listening = new AbortController();
  let stay = 0;
  let isLeft = false;
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
        isLeft = false;
        if (persisted) tell("restored");
      },
      { signal },
    );
    addEventListener(
      "pagehide",
      () => {
        isLeft = true;
        stay += 1;
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
    isOnline: () => navigator.onLine,
    stay: () => (isLeft ? null : stay),
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
