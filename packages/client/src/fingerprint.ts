import type { SessionInfo } from "./protocol/index.js";

/**
 * A short mark of an id, to tell later whether two are the same without keeping the id itself: what stands in storage
 * must be of no use to whoever reads it. 32 bits, so a chance of one in four thousand million that two share one.
 * @see http://www.isthe.com/chongo/tech/comp/fnv/ (FNV-1a)
 */
export function fingerprint(id: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36);
}

/** A mark of whose session it is, as far as the backend tells; null for none. A person's begins with `@`. */
export function sessionMark(session: SessionInfo | null): string | null {
  if (session === null) return null;
  return session.subject === undefined ? fingerprint(session.id) : `@${fingerprint(session.subject)}`;
}

/**
 * Whether what was written under one mark is for certain not by the visitor with the other. Between two sessions
 * without a name it is not: the same person may have come back.
 */
export function isSomebodyElses(written: string | null, current: string | null): boolean {
  return written?.startsWith("@") === true && current !== null && written !== current;
}
