import type { HistoryAnswer, HistoryRow } from "@chatisle/client/protocol";

/** What a backend remembers of one visitor. Hand one to several {@link chatHandlers} and they play the same backend. */
export interface Conversation {
  readonly id: string;
  /** What a list shows it as. Default: the visitor's first message. */
  readonly title?: string;
  /** Oldest to newest. */
  readonly rows: readonly HistoryRow[];
  /** Whether the visitor has a session. The first message opens one. */
  readonly isOpen: boolean;
  /** Stores a row, under an id of its own unless it has one, and opens the session. */
  add(row: HistoryRow): HistoryRow;
  /** Forgets a row and all after it. Nothing happens when it is not there. */
  cut(id: string): void;
  /** Takes a visitor's opinion of a row; 0 takes it back. */
  rate(id: string, value: 1 | 0 | -1): void;
  /** The newest `limit` rows, or those before `cursor`. */
  page(limit: number, cursor: string | null): HistoryAnswer;
}

export interface ConversationOptions {
  /** Default: `conversation-1`. */
  readonly id?: string;
  readonly title?: string;
}

/**
 * A conversation in memory.
 * @param history - What was said before, oldest to newest. Default: nothing.
 */
export function createConversation(
  history: readonly HistoryRow[] = [],
  { id = "conversation-1", title }: ConversationOptions = {},
): Conversation {
  const rows: HistoryRow[] = [...history];
  let isOpen = false;
  let made = rows.length;
  return {
    id,
    ...(title !== undefined && { title }),
    rows,
    get isOpen() {
      return isOpen;
    },
    add(row) {
      made += 1;
      const stored = { ...row, id: row.id ?? `row-${made}` };
      rows.push(stored);
      isOpen = true;
      return stored;
    },
    cut(rowId) {
      const place = rows.findIndex((row) => row.id === rowId);
      if (place !== -1) rows.splice(place);
    },
    rate(rowId, value) {
      const place = rows.findIndex((row) => row.id === rowId);
      const found = rows[place];
      if (found === undefined) return;
      const { rating: _rating, ...row } = found;
      rows[place] = value === 0 ? row : { ...row, rating: value };
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
