/** What the next page has to know about this visit, before the chat's code is loaded there. */
export interface VisitMemory {
  /** Whether the panel of this chat was open when the page was left. */
  wasOpen(): boolean;
  rememberOpen(isOpen: boolean): void;
  /** Remembers that the visitor has written, so that the next pages load the chat when they are idle. */
  rememberActive(): void;
}

/** Names under which the loader, too, looks. */
const OPEN = "chatisle:open";
const ACTIVE = "chatisle:active";

/** The memory of one chat, in the browser's storage where that is allowed. */
export function visitMemory(key: string, now: () => number = Date.now): VisitMemory {
  return {
    wasOpen: () => attempt(() => sessionStorage.getItem(OPEN) === key) ?? false,
    rememberOpen(isOpen) {
      attempt(() => {
        if (isOpen) sessionStorage.setItem(OPEN, key);
        else if (sessionStorage.getItem(OPEN) === key) sessionStorage.removeItem(OPEN);
      });
    },
    rememberActive() {
      attempt(() => localStorage.setItem(ACTIVE, String(now())));
    },
  };
}

/** A browser may refuse storage, even to look at it; the chat then works without memory. */
function attempt<Value>(access: () => Value): Value | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
