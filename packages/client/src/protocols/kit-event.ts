import type { ChatEvent, FinishReason, Part } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { optional, text } from "./read-fields.js";

const FINISH_REASONS: ReadonlySet<unknown> = new Set<FinishReason>([
  "stop",
  "length",
  "filter",
  "tool",
  "input",
  "stopped",
  "other",
]);

/** Ids come from the network and become keys: they are bounded. The reference backend's are texts. */
const id = (value: unknown) => text(value)?.slice(0, 256);

/** Checks one event of the reference backend's stream, which speaks the event language itself. Null: it is none. */
export function readKitEvent(data: unknown, resolve?: (url: string) => string): ChatEvent | null {
  if (!isRecord(data)) return null;
  const message = optional("message", id(data.message));
  switch (data.type) {
    case "start":
      return {
        type: "start",
        ...message,
        ...optional("id", id(data.id)),
        ...(data.replay === true && { replay: true }),
      };
    case "delta": {
      if ((data.kind !== "text" && data.kind !== "reasoning") || typeof data.text !== "string") return null;
      return { type: "delta", ...message, kind: data.kind, text: data.text, ...optional("id", id(data.id)) };
    }
    case "part": {
      const part = readKitPart(data.part, resolve);
      return part === null ? null : { type: "part", ...message, part };
    }
    case "meta": {
      const conversation = id(data.conversation);
      return conversation === undefined ? null : { type: "meta", conversation };
    }
    case "finish":
      return FINISH_REASONS.has(data.reason) ? { type: "finish", reason: data.reason as FinishReason } : null;
    case "error": {
      if (!isRecord(data.error) || typeof data.error.message !== "string") return null;
      const { message: words, isRetryable } = data.error;
      return {
        type: "error",
        error: { code: "model", message: words.slice(0, 300), isRetryable: isRetryable === true },
      };
    }
    default:
      return null;
  }
}

/** Checks a part that is more than text. Null: it is none that is known. */
export function readKitPart(part: unknown, resolve = (url: string) => url): Part | null {
  if (!isRecord(part)) return null;
  const partId = id(part.id);
  if (partId === undefined) return null;
  switch (part.type) {
    case "source":
      return {
        type: "source",
        id: partId,
        ...optional("url", text(part.url)),
        ...optional("title", text(part.title)),
        ...optional("mediaType", text(part.mediaType)),
        ...optional("quote", text(part.quote)),
      };
    case "file":
      return typeof part.url !== "string"
        ? null
        : {
            type: "file",
            id: partId,
            url: resolve(part.url),
            ...optional("name", text(part.name)),
            ...optional("mediaType", text(part.mediaType)),
          };
    case "data":
      return typeof part.name !== "string"
        ? null
        : { type: "data", id: partId, name: part.name, value: part.value };
    default:
      return null;
  }
}
