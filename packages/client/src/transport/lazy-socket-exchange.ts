import { ChatError, type ChatEvent } from "../protocol/index.js";
import type { socketExchange } from "./socket-exchange.js";

/** {@link socketExchange}, loaded by the first message that needs it: most backends have no WebSocket. */
export async function* lazySocketExchange(
  ...parameters: Parameters<typeof socketExchange>
): AsyncGenerator<ChatEvent, void, undefined> {
  const [, { fallback }] = parameters;
  let loaded: typeof import("./socket-exchange.js");
  try {
    loaded = await import("./socket-exchange.js");
  } catch (cause) {
    if (fallback !== undefined) return yield* fallback();
    const message = "The code for WebSockets could not be loaded. Try again, or reload the page.";
    return yield { type: "error", error: new ChatError("network", message, { cause }).toJSON() };
  }
  yield* loaded.socketExchange(...parameters);
}
