import type { ChatEvent, Frame, Mapper, Part } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { readKitEvent } from "./kit-event.js";
import { readKitPart } from "./kit-part.js";
import { pick } from "./pick.js";

export interface ReplyOptions {
  /** Where an answer carries the reply's text. Default: the first string of the usual names. */
  readonly reply?: string;
}

/** Where backends put the text of a reply, most telling first. */
const TEXT_FIELDS = [
  "reply",
  "response",
  "answer",
  "output",
  "text",
  "content",
  "message",
  "delta",
  "token",
  "data",
];
const END_NAMES: ReadonlySet<unknown> = new Set(["done", "end", "finish", "complete", "stop"]);
/** Frames that keep a connection open or announce something, with no text for the visitor. */
const SILENT_NAMES: ReadonlySet<unknown> = new Set([
  "ping",
  "pong",
  "heartbeat",
  "connected",
  "open",
  "typing",
  "metadata",
]);

/**
 * Reads the replies of the default protocol: events of the reference backend, and the plain text, JSON and streams
 * that home-made backends send.
 * @param resolve - Makes the address of a file absolute. Default: as it stands.
 */
export function restReplyMapper(
  { reply }: ReplyOptions,
  resolve?: (url: string) => string,
): { map: Mapper; isComplete: () => boolean } {
  // The reference backend always says when a reply is over; a home-made stream may just end.
  let isEndAnnounced = false;
  let said = "";

  function* map(frame: Frame): Iterable<ChatEvent> {
    const { data, event } = frame;
    const kit = readKitEvent(data, resolve);
    if (kit !== null) {
      // Others begin with a bare "start" too. A reply that is followed further has none.
      if (kit.type !== "start" || kit.id !== undefined) isEndAnnounced = true;
      yield kit;
      // Only after the event: whoever resumes from here has it.
      if (frame.id !== undefined) yield { type: "meta", token: frame.id };
      return;
    }
    if (frame.isFinal || SILENT_NAMES.has(event)) return;
    const type = isRecord(data) ? data.type : undefined;
    if (SILENT_NAMES.has(type)) return;
    const failure = failureOf(data, event === "error" || type === "error", frame.text);
    if (failure !== null) {
      yield { type: "error", error: { code: "model", message: failure, isRetryable: true } };
      return;
    }
    if (isRecord(data) && typeof data.id === "string" && typeof data.reply === "string") {
      yield { type: "start", id: data.id.slice(0, 256) };
    }
    const isEnd = END_NAMES.has(event) || END_NAMES.has(type) || (isRecord(data) && data.done === true);
    const text = textIn(frame, reply, isEnd);
    // Some backends stream a reply and end with the whole of it.
    const isRepeated = isEnd && text === said;
    said += text;
    if (text !== "" && !isRepeated) yield { type: "delta", kind: "text", text };
    for (const part of partsIn(data, resolve)) yield { type: "part", part };
    if (isEnd) yield { type: "finish", reason: "stop" };
  }

  return { map, isComplete: () => !isEndAnnounced };
}

/** What a frame says went wrong, null when nothing did. Errors inside a 200 are common. */
function failureOf(data: unknown, isError: boolean, text: string | undefined): string | null {
  const error = isRecord(data) ? data.error : undefined;
  // Many answers carry an empty "error" beside a good reply.
  if (!isError && !error) return null;
  const reasons = isRecord(data)
    ? [isRecord(error) ? (error.message ?? error.code) : error, data.message, data.detail]
    : [data ?? text];
  const words = reasons.find((value) => typeof value === "string" && value !== "");
  return `The backend reported a failure in its reply: ${String(words ?? "no reason given").slice(0, 300)}`;
}

function textIn(frame: Frame, field: string | undefined, isEnd: boolean): string {
  const { data, text } = frame;
  if (field !== undefined && typeof data === "object") {
    const found = pick(data, field);
    return typeof found === "string" ? found : "";
  }
  if (typeof data === "string") return data;
  const found = typeof data === "object" ? textOfJson(data, 0) : undefined;
  if (found !== undefined) return found;
  // JSON without text, or a frame that only ends the reply, is nothing to show; a number or a stray word is a token.
  return (typeof data === "object" && data !== null) || isEnd ? "" : (text ?? "");
}

/** The text of a JSON answer: a usual field, one level of nesting, or paragraphs from a list. */
function textOfJson(value: unknown, depth: number): string | undefined {
  if (typeof value === "string") return value;
  if (depth > 2) return undefined;
  if (Array.isArray(value)) {
    const texts = value.map((item) => textOfJson(item, depth + 1)).filter((text) => text !== undefined);
    return texts.length > 0 ? texts.join("\n\n") : undefined;
  }
  if (!isRecord(value)) return undefined;
  for (const field of TEXT_FIELDS) {
    const text = textOfJson(value[field], depth + 1);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The parts beyond text that a JSON answer of the reference backend carries. */
function partsIn(data: unknown, resolve?: (url: string) => string): Part[] {
  if (!isRecord(data) || !Array.isArray(data.parts)) return [];
  return data.parts.flatMap((part: unknown) => readKitPart(part, resolve) ?? []);
}
