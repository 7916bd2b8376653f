import type { ChatStorage } from "./chat-storage.js";
import type { PartOf } from "./protocol/index.js";
import { isRecord } from "./transport/is-record.js";
import { parseJson } from "./transport/parse-json.js";

/** A visitor's message that no backend has confirmed yet. */
export interface OutboxItem {
  readonly id: string;
  readonly text: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /**
   * Null: never handed to the network. Else a backend may have it, and this many messages with the same text were
   * known when it was first tried: one more in the history means that it arrived.
   */
  readonly twinsBefore: number | null;
  /** The fingerprint of the session it was written in, null for none: another person's session never sends it. */
  readonly session: string | null;
  /** The id of its conversation; empty as long as that has none. */
  readonly conversation: string;
  /** Default: none. */
  readonly attachments?: readonly PartOf<"file">[];
  /** Whether a backend has said that it did not take it. Default: false. */
  readonly wasRefused?: boolean;
  /** The id of the message that it takes the place of. */
  readonly replaces?: string;
}

/** Unconfirmed messages of this browser, oldest first, each written to storage before anything else happens to it. */
export interface Outbox {
  items(): readonly OutboxItem[];
  add(item: OutboxItem): void;
  /** Before the first try; later ones change nothing. */
  markAttempted(id: string, twins: number): void;
  /** The backend has said that it did not take it. Only the first time: no message goes round in circles. */
  markRefused(id: string): void;
  /** The visitor has said that it is to go in this session. */
  claim(id: string, session: string | null): void;
  /** What was written in one session belongs to another one now. */
  hand(from: string | null, to: string | null): void;
  /** A conversation has got another id. */
  move(from: string, to: string): void;
  remove(id: string): void;
  clear(): void;
}

export function createOutbox(storage: ChatStorage, key: string): Outbox {
  // Read anew each time: the page's other tabs write to the same place.
  const items = () => read(storage.getItem(key));

  function write(changed: readonly OutboxItem[]): void {
    if (changed.length === 0) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(changed));
  }

  return {
    items,
    add: (item) => write([...items(), item]),
    markAttempted: (id, twins) =>
      write(
        items().map((item) => (item.id === id ? { ...item, twinsBefore: item.twinsBefore ?? twins } : item)),
      ),
    markRefused: (id) =>
      write(
        items().map((item) =>
          item.id === id && item.wasRefused !== true
            ? { ...item, twinsBefore: null, wasRefused: true }
            : item,
        ),
      ),
    claim: (id, session) => write(items().map((item) => (item.id === id ? { ...item, session } : item))),
    hand: (from, to) =>
      write(items().map((item) => (item.session === from ? { ...item, session: to } : item))),
    move: (from, to) =>
      write(items().map((item) => (item.conversation === from ? { ...item, conversation: to } : item))),
    remove: (id) => write(items().filter((item) => item.id !== id)),
    clear: () => write([]),
  };
}

/** What another version of this code, or somebody by hand, has left in storage is checked like anything foreign. */
function read(stored: string | null): readonly OutboxItem[] {
  const data = stored === null ? null : parseJson(stored)?.data;
  return Array.isArray(data) ? data.flatMap((value: unknown) => readItem(value) ?? []) : [];
}

function readItem(value: unknown): OutboxItem | null {
  if (!isItem(value)) return null;
  const { conversation, attachments, ...item } = value;
  const files = Array.isArray(attachments) ? attachments.filter(isFile) : [];
  return {
    ...item,
    conversation: typeof conversation === "string" ? conversation : "",
    ...(files.length > 0 && { attachments: files }),
  };
}

function isFile(value: unknown): value is PartOf<"file"> {
  return (
    isRecord(value) && value.type === "file" && typeof value.id === "string" && typeof value.url === "string"
  );
}

type StoredItem = Omit<OutboxItem, "conversation" | "attachments"> & Record<string, unknown>;

function isItem(value: unknown): value is StoredItem {
  return (
    isRecord(value) &&
    typeof value.id === "string" &&
    typeof value.text === "string" &&
    typeof value.createdAt === "string" &&
    (value.twinsBefore === null || typeof value.twinsBefore === "number") &&
    (value.session === null || typeof value.session === "string") &&
    (value.replaces === undefined || typeof value.replaces === "string")
  );
}
