import type { ChatFailure } from "./failure.js";

/** One piece of a message. Parts are upserted by `(type, id)`; an id is unique within its message. */
export type Part = { readonly id: string } & (
  | { readonly type: "text" | "reasoning"; readonly text: string; readonly done?: boolean }
  | {
      readonly type: "tool";
      readonly name?: string;
      readonly title?: string;
      readonly input?: unknown;
      /** Tool arguments while they stream in, as the model writes them. */
      readonly inputText?: string;
      readonly output?: unknown;
      readonly error?: string;
      readonly state: "input" | "ready" | "approval" | "done" | "error" | "denied";
      readonly approvalId?: string;
    }
  | {
      readonly type: "source";
      readonly url?: string;
      readonly title?: string;
      readonly mediaType?: string;
      /** The passage the answer relies on, as plain text. */
      readonly quote?: string;
    }
  | { readonly type: "file"; readonly url: string; readonly mediaType?: string; readonly name?: string }
  /** Anything else a renderer may know by name: choices, agent activity, resources. Unknown names are not drawn. */
  | { readonly type: "data"; readonly name: string; readonly value: unknown }
);

export type PartOf<Type extends Part["type"]> = Extract<Part, { type: Type }>;

/** Thumbs up or down. */
export type Rating = 1 | -1;

export type Role = "user" | "assistant" | "system";

/**
 * Where a message stands.
 *
 * - `pending`: a visitor's message that no backend has confirmed yet, or a reply without its first event.
 * - `streaming`: a reply that is arriving.
 * - `done`: complete.
 * - `stopped`: ended by the visitor; the text so far is kept.
 * - `interrupted`: the transport ended before the reply did; the text so far is kept.
 * - `error`: refused or failed; `error` says why.
 */
export type MessageStatus = "pending" | "streaming" | "done" | "stopped" | "interrupted" | "error";

export interface Message {
  readonly id: string;
  readonly role: Role;
  readonly parts: readonly Part[];
  readonly status: MessageStatus;
  /** ISO 8601, from the server where it tells, else from the visitor's clock. */
  readonly createdAt?: string;
  /** With the status `done`: why what the visitor last asked of this reply was not done. */
  readonly error?: ChatFailure;
  /** What the visitor thought of a reply. */
  readonly rating?: Rating;
  /** The id of the visitor's message that this one takes the place of. */
  readonly replaces?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** The text of a message: its text parts, in order, without reasoning. */
export function textOf(message: Message): string {
  let text = "";
  for (const part of message.parts) if (part.type === "text") text += part.text;
  return text;
}

/** A message that holds one text part. */
export function textMessage(fields: Omit<Message, "parts">, text: string): Message {
  return { ...fields, parts: text === "" ? [] : [{ type: "text", id: "0", text, done: true }] };
}
