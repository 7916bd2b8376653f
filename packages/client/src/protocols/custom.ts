import { ChatError, type ChatEvent, type Protocol, type Turn } from "../protocol/index.js";

/** An answer in pieces, each text or an event, or a whole one at once. */
export type CustomAnswer = AsyncIterable<string | ChatEvent> | PromiseLike<string> | string;

/**
 * A backend that a function stands for: any SDK, any transport, or nothing but the page itself.
 *
 * The function gets the turn, whose `signal` fires when the visitor presses stop, and answers with text or with events.
 * `finish` may be left out: the end of the answer ends the reply. What it throws fails the reply.
 * @param others - Methods for what the backend offers beyond sending.
 */
export function custom(
  answer: (turn: Turn) => CustomAnswer,
  others: Omit<Partial<Protocol>, "send"> = {},
): Protocol {
  return { name: "custom", ...others, send: (_context, turn) => follow(answer, turn) };
}

async function* follow(answer: (turn: Turn) => CustomAnswer, turn: Turn): AsyncGenerator<ChatEvent> {
  const { signal } = turn;
  let isEmpty = true;
  try {
    const pieces = answer(turn);
    for await (const piece of isAsyncIterable(pieces) ? pieces : [await pieces]) {
      if (signal.aborted) break;
      if (piece === "") continue;
      isEmpty = false;
      const event: ChatEvent =
        typeof piece === "string" ? { type: "delta", kind: "text", text: piece } : piece;
      yield event;
      if (event.type === "finish" || event.type === "error") return;
    }
    if (isEmpty && !signal.aborted)
      throw new ChatError("protocol", "The custom protocol answered with nothing.");
    yield { type: "finish", reason: signal.aborted ? "stopped" : "stop" };
  } catch (cause) {
    yield signal.aborted ? { type: "finish", reason: "stopped" } : { type: "error", error: toFailure(cause) };
  }
}

const isAsyncIterable = (value: CustomAnswer): value is AsyncIterable<string | ChatEvent> =>
  typeof value === "object" && Symbol.asyncIterator in value;

function toFailure(cause: unknown) {
  if (cause instanceof ChatError) return cause.toJSON();
  const said = cause instanceof Error ? cause.message : String(cause);
  return new ChatError("model", `The custom protocol failed: ${said.slice(0, 300)}`, {
    isRetryable: true,
  }).toJSON();
}
