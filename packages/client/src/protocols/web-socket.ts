import type { ChatEvent, Frame, Mapper, Protocol, Turn } from "../protocol/index.js";
import { textOf } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { attachmentsOf } from "./attachments-of.js";
import { jsonFrames, modelFailure } from "./json-frames.js";
import { readKitPart } from "./kit-part.js";
import { id, optional, text } from "./read-fields.js";
import { type RestOptions, rest } from "./rest.js";

/** How a backend's WebSocket is spoken to. Session, history and all the rest go over HTTP, as `rest()` does it. */
export interface WebSocketOptions extends RestOptions {
  /** `{id}` stands for the session's id. Default: `/ws/chat/{id}`. */
  readonly path?: string;
  /**
   * What is sent for a message, as JSON. Default: `{ type: "message", id, text }`, with `conversation_id`, `replaces` and
   * `attachments` where there are any.
   */
  readonly encode?: (turn: Turn) => unknown;
  /** Makes the mapper of one reply. Default: the frames `typing`, `delta`, `message`, `ack` and `error`. */
  readonly map?: () => Mapper;
  /** Whether a message goes over HTTP when no WebSocket can be opened. Default: true. */
  readonly fallback?: boolean;
}

/**
 * Messages and replies over a WebSocket, one connection for each turn; the cookie travels with the upgrade. A
 * connection that is lost is replaced, and the reply goes on after the last frame that came.
 */
export function webSocket(options: WebSocketOptions = {}): Protocol {
  const { path = "/ws/chat/{id}", encode = message, fallback = true } = options;
  const http = rest(options);

  return {
    ...http,
    name: "web-socket",
    send(context, turn) {
      // Frames are for messages; all other wishes go over HTTP.
      if (turn.trigger !== "send" && options.encode === undefined) return http.send(context, turn);
      const session = encodeURIComponent(context.session?.id ?? "");
      return context.socket(
        {
          path: path.replace("{id}", session),
          opening: encode(turn),
          heartbeat: ({ data }: Frame) =>
            isRecord(data) && data.type === "ping" ? { type: "pong" } : undefined,
          // Whoever has frames of his own has his own way to go on, or none.
          ...(options.map === undefined && {
            resume: (after: string) => ({ type: "resume", after: Number(after) }),
          }),
          ...(options.encode === undefined && { stop: { type: "stop", id: turn.id } }),
          ...(fallback && { fallback: () => http.send(context, turn) }),
        },
        options.map?.() ?? webSocketMapper(context.resolve),
        { signal: turn.signal },
      );
    },
  };
}

function message({ id, message, conversation, replaces }: Turn) {
  const attachments = attachmentsOf(message);
  return {
    type: "message",
    id,
    text: textOf(message),
    ...optional("conversation_id", conversation),
    ...optional("replaces", replaces),
    ...(attachments.length > 0 && { attachments }),
  };
}

/**
 * Reads the frames of the default vocabulary. Frames that were seen already, as after a resume, are dropped. Their numbers
 * ascend, but not one by one, so it is the whole message at the end which tells that words are missing.
 */
function webSocketMapper(resolve?: (url: string) => string): Mapper {
  let last = Number.NEGATIVE_INFINITY;
  let said = "";
  let hasDeltas = false;

  return jsonFrames(function* (data): Iterable<ChatEvent> {
    const seq = typeof data.seq === "number" ? data.seq : undefined;
    if (seq !== undefined) {
      if (seq <= last) return;
      last = seq;
    }
    yield* frame(data);
    if (seq !== undefined) yield { type: "meta", token: String(seq) };
    if (data.type === "message" && data.role !== "human" && data.role !== "user") {
      yield { type: "finish", reason: "stop" };
    }
  });

  function* frame(data: Readonly<Record<string, unknown>>): Iterable<ChatEvent> {
    const words = text(data.type === "delta" ? data.text : data.content) ?? "";
    const bubble = id(data.id);
    switch (data.type) {
      case "delta":
        if (!hasDeltas && bubble !== undefined) yield { type: "start", id: bubble };
        hasDeltas = true;
        said += words;
        if (words !== "") yield { type: "delta", kind: "text", text: words };
        return;
      case "message":
        if (data.role === "human" || data.role === "user") return;
        if (!hasDeltas && bubble !== undefined) yield { type: "start", id: bubble };
        // After all its deltas its text says nothing new.
        if (words.length > said.length) {
          if (hasDeltas) yield { type: "start", replay: true };
          yield { type: "delta", kind: "text", text: words };
        }
        for (const value of Array.isArray(data.parts) ? data.parts : []) {
          const part = readKitPart(value, resolve);
          if (part !== null) yield { type: "part", part };
        }
        return;
      case "error":
        yield modelFailure(data.message);
    }
  }
}
