import type { ProtocolDescriptor } from "./chat-client.js";
import { isPresetDescriptor, lazyPreset, lazyWebSocket } from "./lazy-preset.js";
import { PRESETS } from "./presets.js";
import { ChatError, type Protocol } from "./protocol/index.js";
import { rest } from "./protocols/rest.js";

/** The names that a descriptor may have as its `use`. */
export const PROTOCOL_NAMES: readonly string[] = ["rest", "web-socket", ...Object.keys(PRESETS)];

/**
 * The protocol an option stands for.
 * @throws {@link ChatError} `invalid` when it is neither a protocol nor a descriptor of one.
 */
export function resolveProtocol(option: Protocol | ProtocolDescriptor | undefined): Protocol {
  if (option === undefined) return rest();
  if ("send" in option && typeof option.send === "function") return option;
  if ("use" in option && option.use === "rest") return rest(option);
  if ("use" in option && option.use === "web-socket") return lazyWebSocket(option);
  if (isPresetDescriptor(option)) return lazyPreset(option);
  throw new ChatError(
    "invalid",
    'The chat\'s protocol option is neither a protocol (an object with a "send" function) nor a descriptor such as ' +
      '{ use: "rest", paths: { send: "/ask" } }. Functions do not survive in attributes and in .astro files: use a ' +
      `descriptor there. Known names are ${PROTOCOL_NAMES.join(", ")}.`,
  );
}
