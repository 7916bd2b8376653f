import type { HistoryAnswer, HistoryRow } from "@chatisle/client/protocol";

/** What a backend remembers of one visitor. Hand one to several {@link chatHandlers} and they play the same backend. */
export interface Conversation {
  /** Oldest to newest. */
  readonly rows: readonly HistoryRow[];
  /** Whether the visitor has a session. The first message opens one. */
  readonly isOpen: boolean;
  /** Stores a row under an id of its own, and opens the session. */
  add(row: Pick<HistoryRow, "role" | "content">): HistoryRow;
  /** The newest `limit` rows, or those before `cursor`. */
  page(limit: number, cursor: string | null): HistoryAnswer;
}

/**
 * A conversation in memory.
 * @param history - What was said before, oldest to newest. Default: nothing.
 */
export function createConversation(history: readonly HistoryRow[] = []): Conversation {
  const rows: HistoryRow[] = [...history];
  let isOpen = false;
  return {
    rows,
    get isOpen() {
      return isOpen;
    },
    add(row) {
      const stored = { ...row, id: `row-${rows.length + 1}` };
      rows.push(stored);
      isOpen = true;
      return stored;
    },
    page(limit, cursor) {
      const end = cursor === null ? rows.length : Number(cursor);
      const start = Math.max(0, end - limit);
      return {
        messages: rows.slice(start, end),
        ...(start > 0 && { next_cursor: String(start) }),
      };
    },
  };
}
