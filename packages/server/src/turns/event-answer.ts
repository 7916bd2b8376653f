import { byteStream } from "../http/byte-stream.js";
import type { Observer } from "../observe/backend-event.js";
import type { Schedule } from "../schedule.js";
import type { Turn } from "./turn.js";
import type { SequencedEvent } from "./turn-log.js";

/** Proxies close a connection that is silent; half a minute is the shortest limit in common use. */
const HEARTBEAT_MS = 15_000;

export interface EventAnswerOptions {
  /** Only events with a higher sequence number. */
  readonly after?: number;
  readonly schedule: Schedule;
  /** Ends the answer, not the turn: the client resumes it, at another instance if this one is going. */
  readonly leaving: AbortSignal;
  readonly observe: Observer;
}

/** A turn as server-sent events: one {@link ChatEvent} as JSON in each `data:`, its sequence number as `id:`. */
export function eventAnswer(turn: Turn, { after, schedule, leaving, observe }: EventAnswerOptions): Response {
  const isReplay = turn.isRepeated || after !== undefined;
  const body = byteStream((departure) => {
    const signal = AbortSignal.any([departure, leaving]);
    const events = turn.read({ isReplay, signal, ...(after !== undefined && { after }) });
    return counted(withHeartbeat(events, signal, schedule), departure, observe);
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // Compressing and buffering proxies would hold the events back.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
      ...(turn.isRepeated && { "idempotent-replayed": "true" }),
    },
  });
}

/** Tells when the stream is opened and closed, whoever closes it. */
async function* counted(
  pieces: AsyncIterable<string>,
  departure: AbortSignal,
  observe: Observer,
): AsyncGenerator<string> {
  let isOpen = true;
  const close = () => {
    if (isOpen) observe({ type: "stream", change: "closed" });
    isOpen = false;
  };
  observe({ type: "stream", change: "opened" });
  departure.addEventListener("abort", close, { once: true });
  try {
    yield* pieces;
  } finally {
    close();
  }
}

async function* withHeartbeat(
  events: AsyncIterable<SequencedEvent>,
  signal: AbortSignal,
  schedule: Schedule,
): AsyncGenerator<string> {
  const iterator = events[Symbol.asyncIterator]();
  let next = iterator.next();
  for (;;) {
    const result = await withinHeartbeat(next, signal, schedule);
    if (result === "silent") yield ": heartbeat\n\n";
    else if (result.done === true) return;
    else {
      yield frame(result.value);
      next = iterator.next();
    }
  }
}

async function withinHeartbeat<Value>(
  promise: Promise<Value>,
  signal: AbortSignal,
  schedule: Schedule,
): Promise<Value | "silent"> {
  let cancel = () => {};
  const silence = new Promise<"silent">((resolve) => {
    cancel = schedule(HEARTBEAT_MS, () => resolve("silent"));
  });
  signal.addEventListener("abort", cancel);
  try {
    return await Promise.race([promise, silence]);
  } finally {
    cancel();
    signal.removeEventListener("abort", cancel);
  }
}

function frame({ seq, event }: SequencedEvent): string {
  const id = seq === null ? "" : `id: ${seq}\n`;
  return `${id}data: ${JSON.stringify(event)}\n\n`;
}
