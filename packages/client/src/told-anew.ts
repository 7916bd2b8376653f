import type { ChatEvent } from "./protocol/index.js";

/**
 * The events of a reply that is told from its start again, because nothing says where it broke off: what is shown of it
 * makes way for the first of them.
 */
export async function* toldAnew(events: AsyncIterable<ChatEvent>): AsyncGenerator<ChatEvent> {
  let hasBegun = false;
  for await (const event of events) {
    if (!hasBegun && event.type !== "finish" && event.type !== "error") yield { type: "start", replay: true };
    hasBegun = true;
    yield event;
  }
}
