import type { ChatRequest } from "@chatisle/client/protocol";
import { problem } from "../http/problem.js";
import { isRecord } from "./is-record.js";

/** The body of `POST /chat`, checked. */
export type ParsedChatRequest =
  | { readonly status: "valid"; readonly request: CheckedChatRequest }
  | { readonly status: "refused"; readonly response: Response };

export interface CheckedChatRequest extends Omit<ChatRequest, "attachments"> {
  /** The ids of the files. */
  readonly files: readonly string[];
}

/** Printable ASCII without spaces: what fits a header and a log line as it stands. */
const ID_PATTERN = /^[\x21-\x7e]{1,128}$/;
const MAX_ATTACHMENTS = 10;

/** The longest JSON escape of one UTF-16 unit, and room for the other fields. */
const BYTES_PER_CHARACTER = 6;
const OTHER_BYTES = 16_384;

/** The longest body that can hold a message of so many characters. */
export function maxChatBytes(maxMessageLength: number): number {
  return maxMessageLength * BYTES_PER_CHARACTER + OTHER_BYTES;
}

/** Checks the body of `POST /chat`. Fields it does not know are ignored. */
export function parseChatRequest(
  body: Readonly<Record<string, unknown>>,
  maxMessageLength: number,
): ParsedChatRequest {
  const { message, attachments = [] } = body;
  const files = Array.isArray(attachments)
    ? attachments.map((file) => (isRecord(file) ? file.id : null))
    : [null];
  if (!files.every(isMessageId) || files.length > MAX_ATTACHMENTS) {
    return refuse(`attachments must be at most ${MAX_ATTACHMENTS} answers of POST /upload.`);
  }
  if (typeof message !== "string" || (message.trim() === "" && files.length === 0)) {
    return refuse("The body must be { message, id? } with a message that is not blank.");
  }
  if (message.length > maxMessageLength) {
    return {
      status: "refused",
      response: problem(
        413,
        "message_too_long",
        `The message has ${message.length} characters; at most ${maxMessageLength} are accepted.`,
      ),
    };
  }
  const ids: { id?: string; conversation_id?: string; replaces?: string } = {};
  for (const name of ["id", "conversation_id", "replaces"] as const) {
    const value = body[name] ?? undefined;
    if (value === undefined) continue;
    if (!isMessageId(value)) return refuse(`${name} must have 1 to 128 visible ASCII characters.`);
    ids[name] = value;
  }
  return { status: "valid", request: { message: storable(message), files, ...ids } };
}

export function isMessageId(value: unknown): value is string {
  return typeof value === "string" && ID_PATTERN.test(value);
}

/**
 * The text as every store keeps it. Half a surrogate pair has no UTF-8 form, and not every store has U+0000: the text
 * would come back as another one and fail de-duplication.
 */
function storable(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text)).replaceAll("\0", "\uFFFD");
}

function refuse(detail: string): ParsedChatRequest {
  return { status: "refused", response: problem(400, "invalid_request", detail) };
}
