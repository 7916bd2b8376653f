import type { Part } from "@chatisle/client/protocol";
import type { Row } from "./postgres-database.js";
import type { StoredMessage } from "./store.js";
import type { OpenTurn, TurnStatus } from "./turn-store.js";

export const MESSAGE_COLUMNS = "seq, id, role, text, parts, status, created_at, reply_to, rating";

/** The table's own checks hold the values to these types. `pg` gives a bigint as text. */
export function toMessage(row: Row | undefined): StoredMessage | null {
  if (row === undefined) return null;
  return {
    seq: Number(row.seq),
    id: String(row.id),
    role: row.role as StoredMessage["role"],
    text: String(row.text),
    parts: JSON.parse(String(row.parts)) as Part[],
    status: row.status as StoredMessage["status"],
    createdAt: Number(row.created_at),
    ...(row.reply_to !== null && { replyTo: String(row.reply_to) }),
    ...(row.rating !== null && { rating: row.rating as 1 | -1 }),
  };
}

/** What {@link toOpenTurn} reads, of `turns` joined with `conversations`. */
export const OPEN_TURN_COLUMNS =
  "number, message_id, owner, conversations.id, expires_at > clock_timestamp() AS is_live";

export function toOpenTurn(row: Row): OpenTurn {
  return {
    turn: Number(row.number),
    messageId: String(row.message_id),
    conversation: { owner: String(row.owner), id: String(row.id) },
    status: row.is_live === true ? "live" : "lost",
  };
}

export function turnStatus({ is_ended, is_live }: Row): TurnStatus {
  if (is_ended === true) return "ended";
  return is_live === true ? "live" : "lost";
}
