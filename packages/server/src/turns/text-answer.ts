import { byteStream } from "../http/byte-stream.js";
import { failureAnswer } from "./json-answer.js";
import type { Turn } from "./turn.js";

/**
 * The text of a reply, streamed as it is written; its other parts are left out. A failure before the first character
 * has a status; a later one cuts the body, because plain text has no other way to say so.
 */
export async function textAnswer(turn: Turn): Promise<Response> {
  const reading = new AbortController();
  const texts = readText(turn, reading.signal)[Symbol.asyncIterator]();
  const first = await texts.next();
  if (first.done === true) {
    const outcome = await turn.outcome;
    if (outcome.status === "failed") return failureAnswer(outcome.failure);
  }
  const body = byteStream(async function* (signal) {
    signal.addEventListener("abort", () => reading.abort());
    if (first.done !== true) yield first.value;
    yield* { [Symbol.asyncIterator]: () => texts };
    const outcome = await turn.outcome;
    if (outcome.status === "failed") throw new TypeError(outcome.failure.message);
  });
  return new Response(body, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
      ...(turn.isRepeated && { "idempotent-replayed": "true" }),
    },
  });
}

async function* readText(turn: Turn, signal: AbortSignal): AsyncGenerator<string, undefined> {
  for await (const { event } of turn.read({ signal })) {
    if (event.type === "delta" && event.kind === "text") yield event.text;
    else if (event.type === "part" && event.part.type === "text") yield event.part.text;
  }
  return undefined;
}
