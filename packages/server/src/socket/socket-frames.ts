import { isMessageId } from "../routes/chat-request.js";
import { isRecord } from "../routes/is-record.js";

/** What a client may say over a WebSocket, as JSON text. */
export type ClientFrame =
  | { readonly type: "message"; readonly body: Readonly<Record<string, unknown>> }
  | { readonly type: "stop"; readonly id: string }
  | { readonly type: "resume"; readonly after: number }
  | { readonly type: "pong" };

/** What the backend says. `seq` ascends within a conversation; a client resumes after the last one it has. */
export type ServerFrame =
  | { readonly type: "typing" | "ping" }
  /** The visitor's message is stored. */
  | { readonly type: "ack"; readonly id: string; readonly seq: number }
  | { readonly type: "delta"; readonly id: string; readonly seq?: number; readonly text: string }
  /** The whole reply, at its end. */
  | {
      readonly type: "message";
      readonly id: string;
      readonly seq?: number;
      readonly role: "assistant";
      readonly content: string;
      readonly parts?: readonly unknown[];
      readonly status?: "stopped";
    }
  | { readonly type: "error"; readonly code: string; readonly message: string; readonly id?: string };

/** @returns null for everything that is no frame of ours. */
export function readFrame(text: string): ClientFrame | null {
  const frame = parse(text);
  if (!isRecord(frame)) return null;
  switch (frame.type) {
    case "message": {
      const { text: message, type: _, ...rest } = frame;
      return { type: "message", body: { ...rest, message } };
    }
    case "stop":
      return isMessageId(frame.id) ? { type: "stop", id: frame.id } : null;
    case "resume": {
      const { after } = frame;
      return typeof after === "number" && Number.isSafeInteger(after) && after >= 0
        ? { type: "resume", after }
        : null;
    }
    case "pong":
      return { type: "pong" };
    default:
      return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // No JSON is no frame: the caller says so.
  }
}
