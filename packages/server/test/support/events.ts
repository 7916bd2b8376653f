import type { ChatEvent } from "@chatisle/client/protocol";
import { createParser } from "eventsource-parser";
import type { Visitor } from "./visitor.js";

export interface ReceivedEvent {
  readonly id: number | undefined;
  readonly event: ChatEvent;
}

/** An event stream, read as it arrives by a parser that is not ours. */
export interface EventReader {
  /** The next event; null at the end. */
  next(): Promise<ReceivedEvent | null>;
  /** Everything up to the end. */
  rest(): Promise<readonly ReceivedEvent[]>;
  /** What came as comments so far. */
  readonly comments: readonly string[];
  /** Goes away, as a closed tab does. */
  cancel(): Promise<void>;
}

export function readEvents(response: Response): EventReader {
  const reader = (response.body ?? new Blob([]).stream()).getReader();
  const decoder = new TextDecoder();
  const received: ReceivedEvent[] = [];
  const comments: string[] = [];
  const parser = createParser({
    onEvent: ({ id, data }) =>
      received.push({ id: id === undefined ? undefined : Number(id), event: JSON.parse(data) as ChatEvent }),
    onComment: (comment) => comments.push(comment),
  });
  async function next(): Promise<ReceivedEvent | null> {
    for (;;) {
      const first = received.shift();
      if (first !== undefined) return first;
      const { done, value } = await reader.read();
      if (done) return null;
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }
  return {
    next,
    comments,
    async rest() {
      const events: ReceivedEvent[] = [];
      for (let event = await next(); event !== null; event = await next()) events.push(event);
      return events;
    },
    cancel: () => reader.cancel(),
  };
}

/** The text that a stream has told. */
export function textOfEvents(events: readonly ReceivedEvent[]): string {
  return events
    .map(({ event }) => (event.type === "delta" && event.kind === "text" ? event.text : ""))
    .join("");
}

/** Sends messages so that each is accepted before the next is sent, without waiting for a reply. */
export async function sendInOrder(
  visitor: Visitor,
  texts: readonly string[],
): Promise<readonly EventReader[]> {
  const readers: EventReader[] = [];
  for (const text of texts) {
    readers.push(readEvents(await visitor.send(text, { id: text, accept: "text/event-stream" })));
  }
  return readers;
}
