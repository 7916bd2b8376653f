import {
  ChatError,
  type HistoryPage,
  type Message,
  type MessageStatus,
  type Role,
  textMessage,
} from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { readKitPart } from "./kit-part.js";
import { pick } from "./pick.js";
import { id, optional } from "./read-fields.js";

export interface RowOptions {
  /** Where the history answer carries its rows. Default: `messages`, or the answer itself when it is a list. */
  readonly messages?: string;
  /** Where a row carries its role. Default: `role`. */
  readonly role?: string;
  /** Where a row carries its text. Default: `content`. */
  readonly content?: string;
}

const ROLES: ReadonlyMap<unknown, Role> = new Map([
  ["human", "user"],
  ["user", "user"],
  ["visitor", "user"],
  ["assistant", "assistant"],
  ["ai", "assistant"],
  ["bot", "assistant"],
  ["model", "assistant"],
]);
/** The newest rows that are kept of one answer: a backend without pages answers with all it has. */
const MAX_ROWS = 1_000;
const MAX_CONTENT_LENGTH = 1_000_000;

/** Where a page was read. */
export interface PagePlace {
  readonly path: string;
  /** Rows of different pages have different places. Default: the newest page. */
  readonly cursor?: string | undefined;
  /** Makes the address of a file absolute. Default: as it stands. */
  readonly resolve?: (url: string) => string;
}

/**
 * Reads a page of history, oldest to newest. Rows with another role than visitor and assistant are no bubbles and are
 * left out; a row without an id is known by its place.
 * @throws {@link ChatError} `protocol` when the answer holds no list.
 */
export function readHistoryPage(
  answer: unknown,
  fields: RowOptions,
  { path, cursor = "", resolve = (url) => url }: PagePlace,
): HistoryPage {
  const rows = Array.isArray(answer) ? answer : pick(answer, fields.messages ?? "messages");
  if (!Array.isArray(rows)) {
    throw new ChatError(
      "protocol",
      `${path} answered with JSON that has no list of messages. Check the API base URL and its path, or name the ` +
        'list in the protocol option "fields.messages".',
    );
  }
  const items = rows
    .slice(-MAX_ROWS)
    .flatMap((row: unknown, index) => readRow(row, `row-${cursor}-${index}`, fields, resolve) ?? []);
  const next = pick(answer, "next_cursor");
  return {
    items,
    ...(((typeof next === "string" && next !== "") || typeof next === "number") && { next: String(next) }),
    ...optional("conversation", id(pick(rows.at(-1), "conversation_id"))),
  };
}

function readRow(
  row: unknown,
  place: string,
  fields: RowOptions,
  resolve: (url: string) => string,
): Message | null {
  const role = ROLES.get(pick(row, fields.role ?? "role"));
  const content = pick(row, fields.content ?? "content");
  if (!isRecord(row) || role === undefined || typeof content !== "string") return null;
  const hasId = (typeof row.id === "string" && row.id !== "") || typeof row.id === "number";
  const status: MessageStatus =
    row.status === "stopped" || row.status === "interrupted" ? row.status : "done";
  const message = textMessage(
    {
      id: hasId ? String(row.id).slice(0, 256) : place,
      role,
      status,
      ...(typeof row.created_at === "string" &&
        !Number.isNaN(Date.parse(row.created_at)) && { createdAt: row.created_at }),
      ...((row.rating === 1 || row.rating === -1) && { rating: row.rating }),
    },
    content.slice(0, MAX_CONTENT_LENGTH),
  );
  const parts = Array.isArray(row.parts)
    ? row.parts.flatMap((part: unknown) => readKitPart(part, resolve) ?? [])
    : [];
  return parts.length === 0 ? message : { ...message, parts: [...message.parts, ...parts] };
}
