import { attempt } from "./attempt.js";

/** What the next page has to know about this visit, before the chat's code is loaded there. */
export interface VisitMemory {
  /** Whether the panel of this chat was open when the page was left. */
  wasOpen(): boolean;
  rememberOpen(isOpen: boolean): void;
  /** Whether the visitor has written within the last days. */
  isActive(): boolean;
  /** Remembers that the visitor has written, so that the next pages load the chat when they are idle. */
  rememberActive(): void;
  /** The id of the last reply that the visitor has seen in this visit. */
  seen(): string | undefined;
  rememberSeen(id: string): void;
  /** Whether the greeting was shown in this visit. */
  wasGreeted(): boolean;
  rememberGreeted(): void;
}

/** Names under which the loader, too, looks. */
const OPEN = "chatisle:open";
const ACTIVE = "chatisle:active";
/** For how long a conversation counts as running, in milliseconds. The loader has the same figure. */
const ACTIVE_FOR = 7 * 24 * 60 * 60 * 1_000;

/** The memory of one chat, in the browser's storage where that is allowed. */
export function visitMemory(key: string, now: () => number = Date.now): VisitMemory {
  const seenKey = `chatisle:seen:${key}`;
  const greetedKey = `chatisle:greeted:${key}`;
  return {
    wasOpen: () => attempt(() => sessionStorage.getItem(OPEN) === key) ?? false,
    rememberOpen(isOpen) {
      attempt(() => {
        if (isOpen) sessionStorage.setItem(OPEN, key);
        else if (sessionStorage.getItem(OPEN) === key) sessionStorage.removeItem(OPEN);
      });
    },
    isActive: () => attempt(() => Number(localStorage.getItem(ACTIVE)) > now() - ACTIVE_FOR) ?? false,
    rememberActive() {
      attempt(() => localStorage.setItem(ACTIVE, String(now())));
    },
    seen: () => attempt(() => sessionStorage.getItem(seenKey)) ?? undefined,
    rememberSeen(id) {
      attempt(() => sessionStorage.setItem(seenKey, id));
    },
    wasGreeted: () => attempt(() => sessionStorage.getItem(greetedKey)) !== null,
    rememberGreeted() {
      attempt(() => sessionStorage.setItem(greetedKey, "1"));
    },
  };
}
