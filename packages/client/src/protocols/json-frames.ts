import { ChatError, type ChatEvent, type Frame, type Mapper } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";

/**
 * A mapper for a backend that speaks in JSON objects. Frames without data and `[DONE]` say nothing; JSON that is no
 * object is passed over, as every unknown frame is.
 *
 * The mapper throws a {@link ChatError} `protocol` for a frame that is no JSON: a part of the reply may be lost.
 */
export function jsonFrames(
  map: (data: Readonly<Record<string, unknown>>, frame: Frame) => Iterable<ChatEvent>,
): Mapper {
  return (frame) => {
    refuseMalformed(frame);
    return isRecord(frame.data) ? map(frame.data, frame) : [];
  };
}

/** @throws {@link ChatError} `protocol` for a frame with content that is no JSON. */
export function refuseMalformed(frame: Frame): void {
  if ("data" in frame || frame.text === undefined || frame.isFinal === true) return;
  throw new ChatError("protocol", "The backend sent a frame that is not JSON: check protocol and path.");
}

/** The event for a failure that a backend reports inside its answer. */
export function modelFailure(reason: unknown): ChatEvent {
  const words = typeof reason === "string" && reason !== "" ? reason.slice(0, 300) : "no reason given";
  return {
    type: "error",
    error: {
      code: "model",
      message: `The backend reported a failure in its reply: ${words}`,
      isRetryable: true,
    },
  };
}
