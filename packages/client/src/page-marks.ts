/** What the chat leaves for the next page, the first two under names that its loader knows. */
const OPEN = "chatisle:open";
const ACTIVE = "chatisle:active";
const DRAFT = "chatisle:draft:";

/** The next page of this tab opens the panel of the chat with this key. */
export function setOpenMark(key: string): void {
  attempt(() => sessionStorage.setItem(OPEN, key));
}

/** The next pages of this browser load the chat only when somebody wants it. */
export function clearActiveMark(): void {
  attempt(() => localStorage.removeItem(ACTIVE));
}

/** Keeps a draft for the next page of this tab alone, and only once. */
export function leaveDraft(key: string, text: string): void {
  attempt(() => sessionStorage.setItem(DRAFT + key, text));
}

/** The draft that the page before left behind. */
export function takeDraft(key: string): string | null {
  return attempt(() => {
    const text = sessionStorage.getItem(DRAFT + key);
    sessionStorage.removeItem(DRAFT + key);
    return text;
  });
}

/** A browser may refuse storage, even to look at it, and a server has none: the chat then goes without marks. */
function attempt<Value>(access: () => Value): Value | null {
  try {
    return access();
  } catch {
    return null;
  }
}
