import type { ChatEvent, Mapper, Protocol } from "../protocol/index.js";
import { textOf } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { modelFailure, refuseMalformed } from "./json-frames.js";
import { type PresetOptions, presetRequest } from "./preset.js";

export interface RasaOptions extends PresetOptions {
  /** Default: `/webhooks/rest/webhook`. With `?stream=true` each bubble arrives when it is ready. */
  readonly path?: string;
}

/**
 * Rasa's REST channel. One message may be answered by several bubbles.
 * @see https://rasa.com/docs/rasa/connectors/your-own-website/#restinput
 */
export function rasa(options: RasaOptions = {}): Protocol {
  return {
    name: "rasa",
    credentials: options.credentials ?? "omit",
    send: (context, { id, message, signal, conversation = context.conversation }) =>
      context.exchange(
        presetRequest(options, {
          path: options.path ?? "/webhooks/rest/webhook",
          accept: "application/json, application/x-ndjson, text/event-stream",
          json: { sender: conversation, message: textOf(message) },
        }),
        rasaMapper(id),
        { signal },
      ),
  };
}

/** @param turnId - The bubbles' ids begin with it. */
function rasaMapper(turnId: string): Mapper {
  let bubbles = 0;

  function* bubble(said: unknown): Iterable<ChatEvent> {
    if (!isRecord(said)) return;
    if (typeof said.error === "string") return yield modelFailure(said.error);
    bubbles += 1;
    yield { type: "start", id: `${turnId}-${bubbles}` };
    if (typeof said.text === "string" && said.text !== "") {
      yield { type: "delta", kind: "text", text: said.text };
    }
    if (typeof said.image === "string") {
      yield { type: "part", part: { type: "file", id: "image", url: said.image } };
    }
    if (Array.isArray(said.buttons) && said.buttons.length > 0) {
      yield { type: "part", part: { type: "data", id: "buttons", name: "choices", value: said.buttons } };
    }
    if (said.custom !== undefined) {
      yield { type: "part", part: { type: "data", id: "custom", name: "custom", value: said.custom } };
    }
  }

  return function* (frame) {
    refuseMalformed(frame);
    for (const said of Array.isArray(frame.data) ? frame.data : [frame.data]) yield* bubble(said);
  };
}
