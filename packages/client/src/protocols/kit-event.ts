import type { ChatEvent, FinishReason } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { kitId, readKitPart } from "./kit-part.js";
import { optional } from "./read-fields.js";

const FINISH_REASONS: ReadonlySet<unknown> = new Set<FinishReason>([
  "stop",
  "length",
  "filter",
  "tool",
  "input",
  "stopped",
  "other",
]);

/** Checks one event of the reference backend's stream, which speaks the event language itself. Null: it is none. */
export function readKitEvent(data: unknown, resolve?: (url: string) => string): ChatEvent | null {
  if (!isRecord(data)) return null;
  const message = optional("message", kitId(data.message));
  switch (data.type) {
    case "start":
      return {
        type: "start",
        ...message,
        ...optional("id", kitId(data.id)),
        ...(data.replay === true && { replay: true }),
      };
    case "delta": {
      if ((data.kind !== "text" && data.kind !== "reasoning") || typeof data.text !== "string") return null;
      return {
        type: "delta",
        ...message,
        kind: data.kind,
        text: data.text,
        ...optional("id", kitId(data.id)),
      };
    }
    case "part": {
      const part = readKitPart(data.part, resolve);
      return part === null ? null : { type: "part", ...message, part };
    }
    case "meta": {
      const conversation = kitId(data.conversation);
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
