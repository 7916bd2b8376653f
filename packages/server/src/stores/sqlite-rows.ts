import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import type { Part } from "@chatisle/client/protocol";
import { BackendError } from "../backend-error.js";
import type { StoredMessage } from "./store.js";
import type { OpenTurn } from "./turn-store.js";

export type Row = Readonly<Record<string, SQLOutputValue>>;
export type Value = SQLInputValue;

/** The number that a row has to hold. */
export function numberIn(row: Row | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value === "number") return value;
  throw new BackendError("store", "The conversation is not stored. Add a message to it first.");
}

/** The table's own checks hold the values to these types. */
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

export function toOpenTurn(row: Row, now: number): OpenTurn {
  return {
    turn: Number(row.number),
    messageId: String(row.message_id),
    conversation: { owner: String(row.owner), id: String(row.id) },
    status: Number(row.expires_at) > now ? "live" : "lost",
  };
}
