import type { ChatRequest } from "@chatisle/client/protocol";
import { problem } from "../http/problem.js";

export type ParsedChatRequest =
  | { readonly status: "valid"; readonly request: ChatRequest }
  | { readonly status: "refused"; readonly response: Response };

/** Printable ASCII without spaces: what fits a header and a log line as it stands. */
const ID_PATTERN = /^[\x21-\x7e]{1,128}$/;

/** Checks the body of `POST /chat`. Fields it does not know are ignored. */
export function parseChatRequest(body: unknown, maxMessageLength: number): ParsedChatRequest {
  if (typeof body !== "object" || body === null) return refuse("The body must be { message, id? }.");
  const { message, id } = body as Partial<Record<keyof ChatRequest, unknown>>;
  if (typeof message !== "string" || message.trim() === "") {
    return refuse("message must be a text that is not blank.");
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
  if (id === undefined || id === null) return { status: "valid", request: { message: wellFormed(message) } };
  return isMessageId(id)
    ? { status: "valid", request: { message: wellFormed(message), id } }
    : refuse("id must have 1 to 128 visible ASCII characters.");
}

export function isMessageId(value: unknown): value is string {
  return typeof value === "string" && ID_PATTERN.test(value);
}

/** Half a surrogate pair has no UTF-8 form: stored, it would come back as another text and fail de-duplication. */
function wellFormed(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

function refuse(detail: string): ParsedChatRequest {
  return { status: "refused", response: problem(400, "invalid_request", detail) };
}
