import type { Clock } from "../clock.js";
import {
  ChatError,
  type ChatEvent,
  type ChatFailure,
  type ExchangeOptions,
  type Frame,
  type Mapper,
  type RequestDescription,
} from "../protocol/index.js";
import { framerFor } from "./framer-for.js";
import type { Http } from "./http.js";
import { countPassedOver } from "./passed-over.js";

/** Until the first byte of an answer: a model may think for a while. */
const FIRST_BYTE_TIMEOUT = 30_000;
/** Between two pieces of an answer. Backends send heartbeats more often. */
const IDLE_TIMEOUT = 60_000;
/** From the end of a reply to the end of its answer. */
const END_TIMEOUT = 1000;
/** The longest reply that is kept, in UTF-16 code units. */
const MAX_REPLY_LENGTH = 1_000_000;

const isEnd = (event: ChatEvent) => event.type === "finish" || event.type === "error";

/**
 * Sends a request and translates its answer, frame by frame. Never throws: it ends with exactly one `finish` or
 * `error`, unless the status is one that means "nothing to tell".
 */
export async function* exchange(
  http: Http,
  clock: Clock,
  request: RequestDescription,
  map: Mapper,
  { signal, wire, isComplete = () => true, emptyStatuses = [] }: ExchangeOptions,
): AsyncGenerator<ChatEvent, void, undefined> {
  const wasPageLeft = http.watchPage();
  const counted = countPassedOver(map);
  let hasContent = false;
  let hasEnded = false;
  let length = 0;

  /** A reply without anything in it is told, not shown as an empty bubble; what is followed further may just end. */
  function requireContent(): void {
    if (hasContent || emptyStatuses.length > 0) return;
    throw new ChatError(
      "protocol",
      `${request.path} answered well, but with nothing in it.${counted.words()}`,
    );
  }

  try {
    const response = await http.send(request, {
      signal,
      timeout: FIRST_BYTE_TIMEOUT,
      expects: emptyStatuses,
    });
    if (emptyStatuses.includes(response.status)) return;
    for await (const frame of readFrames(response, { clock, signal, wire, hasEnded: () => hasEnded })) {
      for (const event of counted.map(frame)) {
        // Whoever listens may have stopped the reply at the event before.
        signal.throwIfAborted();
        if (event.type === "delta") length += event.text.length;
        if (length > MAX_REPLY_LENGTH) {
          throw new ChatError(
            "protocol",
            `The reply has more than ${MAX_REPLY_LENGTH} characters; the rest was not read.`,
          );
        }
        hasContent ||= event.type === "part" || (event.type === "delta" && event.text !== "");
        if (event.type === "finish" && event.reason === "stop") requireContent();
        hasEnded = isEnd(event);
        yield event;
        if (hasEnded) return;
      }
      if (frame.isFinal) {
        requireContent();
        hasEnded = true;
        return yield { type: "finish", reason: "stop" };
      }
    }
    if (!isComplete())
      throw interrupted("the connection closed before the reply was complete", counted.words());
    requireContent();
    yield { type: "finish", reason: "stop" };
  } catch (cause) {
    const failure =
      cause instanceof BrokenConnection && (await wasPageLeft())
        ? new ChatError("aborted", `The reply of ${request.path} ended with its page.`, { cause })
        : cause;
    yield signal.aborted
      ? { type: "finish", reason: "stopped" }
      : { type: "error", error: toFailure(failure, request.path) };
  }
}

function toFailure(cause: unknown, path: string): ChatFailure {
  if (cause instanceof ChatError) return cause.toJSON();
  return new ChatError("protocol", `The answer of ${path} could not be read: ${String(cause)}.`, {
    cause,
  }).toJSON();
}

function interrupted(what: string, more = ""): ChatError {
  return new ChatError("interrupted", `The reply was cut: ${what}.${more}`);
}

class BrokenConnection extends ChatError {
  constructor(cause: unknown) {
    super("interrupted", "The reply was cut: the connection broke.", { cause });
  }
}

interface ReadOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly wire: ExchangeOptions["wire"];
  /** Whether the frames so far were all that is to be known. */
  readonly hasEnded: () => boolean;
}

/** @throws {@link ChatError} `interrupted` when the body breaks off or falls silent. */
async function* readFrames(
  response: Response,
  { clock, signal, wire, hasEnded }: ReadOptions,
): AsyncGenerator<Frame, void, undefined> {
  const framer = framerFor(response.headers.get("content-type"), wire);
  const reader = response.body?.getReader();
  // One decoder for the whole answer: a character may be cut in two by the network.
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const chunk = reader === undefined ? undefined : await readChunk(reader, clock, signal);
      if (chunk === undefined) break;
      yield* framer.push(decoder.decode(chunk, { stream: true }));
    }
    yield* framer.push(decoder.decode());
    yield* framer.end();
  } finally {
    if (reader !== undefined) {
      const ending = hasEnded() ? letEnd(reader, clock) : reader.cancel();
      ending.catch(ignoreBrokenStream);
    }
  }
}

/**
 * Gives a backend that has said all a moment to end its answer. A request that is cancelled costs its connection, and
 * stands as a failed one in a browser's tools.
 */
async function letEnd(reader: ReadableStreamDefaultReader<Uint8Array>, clock: Clock): Promise<void> {
  const cancelTimer = clock.after(END_TIMEOUT, () => void reader.cancel().catch(ignoreBrokenStream));
  try {
    while (!(await reader.read()).done);
  } finally {
    cancelTimer();
  }
}

/** A stream that broke was reported when it was read; cancelling it repeats that error. */
function ignoreBrokenStream(): void {}

/** Undefined at the end of the body. */
function readChunk(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const cancelTimer = clock.after(IDLE_TIMEOUT, () =>
      settle(() => reject(interrupted(`nothing came for ${IDLE_TIMEOUT / 1000} seconds`))),
    );
    const onAbort = () => settle(() => reject(signal.reason));
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) return onAbort();

    function settle(conclude: () => void) {
      cancelTimer();
      signal.removeEventListener("abort", onAbort);
      conclude();
    }
    reader.read().then(
      ({ value }) => settle(() => resolve(value)),
      (cause) => settle(() => reject(new BrokenConnection(cause))),
    );
  });
}
