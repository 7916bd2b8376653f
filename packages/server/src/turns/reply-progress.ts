import type { ChatEvent, Part } from "@chatisle/client/protocol";
import type { ReplyChunk, ReplyDelta } from "./reply.js";

/** A reply so far. */
export interface ReplyProgress {
  readonly parts: readonly Part[];
  /** Characters of text and reasoning. */
  readonly length: number;
}

export const EMPTY_REPLY: ReplyProgress = { parts: [], length: 0 };

/**
 * Adds a piece to a reply.
 * @param room - Characters that still fit; text beyond is cut off.
 * @returns The reply with it, and the event that tells a client; no event for an empty piece.
 */
export function addChunk(
  progress: ReplyProgress,
  chunk: ReplyChunk,
  room: number,
): { readonly progress: ReplyProgress; readonly event: ChatEvent | null } {
  if (typeof chunk === "string") return addText(progress, { type: "delta", text: chunk }, room);
  if (chunk.type === "delta") return addText(progress, chunk, room);
  const parts = upsert(progress.parts, chunk);
  return { progress: { ...progress, parts }, event: { type: "part", part: chunk } };
}

/** Adds an event that {@link addChunk} has made. Every other event leaves the reply as it is. */
export function addEvent(progress: ReplyProgress, event: ChatEvent): ReplyProgress {
  if (event.type !== "delta" && event.type !== "part") return progress;
  return addChunk(progress, event.type === "part" ? event.part : event, Number.POSITIVE_INFINITY).progress;
}

/** The text of a reply, and what it has beyond, which is how it is stored. */
export function splitParts(parts: readonly Part[]): {
  readonly text: string;
  readonly parts: readonly Part[];
} {
  let text = "";
  for (const part of parts) if (part.type === "text") text += part.text;
  return { text, parts: parts.filter(({ type }) => type !== "text") };
}

function addText(progress: ReplyProgress, { kind = "text", id = kind, text }: ReplyDelta, room: number) {
  const fitting = withoutNul(text).slice(0, room);
  if (fitting === "") return { progress, event: null };
  const open = progress.parts.find((part) => part.type === kind && part.id === id);
  const before = open !== undefined && "text" in open ? open.text : "";
  const parts = upsert(progress.parts, { type: kind, id, text: before + fitting });
  return {
    progress: { parts, length: progress.length + fitting.length },
    event: { type: "delta", kind, id, text: fitting } satisfies ChatEvent,
  };
}

/** Not every store can keep U+0000, which no reader can see either. */
function withoutNul(text: string): string {
  return text.replaceAll("\0", "\uFFFD");
}

function upsert(parts: readonly Part[], part: Part): readonly Part[] {
  const index = parts.findIndex(({ type, id }) => type === part.type && id === part.id);
  return index < 0 ? [...parts, part] : parts.with(index, part);
}
