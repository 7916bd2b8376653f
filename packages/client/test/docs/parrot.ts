import { type ChatEvent, type Mapper, type Protocol, textOf } from "@chatisle/client/protocol";

/** `POST /ask {question, chat}`, answered by events: `{say}`, `{link}`, `{oops}`, and `{done}` at the end. */
export function parrot(path = "/ask"): Protocol {
  return {
    name: "parrot",
    credentials: "omit", // it knows no cookies, and its CORS header is "*"
    send: (context, { message, signal }) =>
      context.exchange(
        {
          path,
          accept: "text/event-stream",
          json: { question: textOf(message), chat: context.conversation },
        },
        parrotMapper(),
        { signal, isComplete: () => false }, // only {done} ends a reply; without it, the connection was cut
      ),
  };
}

function parrotMapper(): Mapper {
  return function* ({ data, text }): Iterable<ChatEvent> {
    if (typeof data !== "object" || data === null) throw new Error(`a frame that is no object: ${text}`);
    const { say, link, oops, done } = data as Record<string, unknown>;
    if (typeof say === "string") yield { type: "delta", kind: "text", text: say };
    if (typeof link === "string") yield { type: "part", part: { type: "source", id: link, url: link } };
    if (typeof oops === "string") {
      yield { type: "error", error: { code: "model", message: oops, isRetryable: true } };
    }
    if (done === true) yield { type: "finish", reason: "stop" };
  };
}
