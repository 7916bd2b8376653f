import { ChatError } from "./protocol/index.js";

/**
 * Loads code that few visits need.
 * @param what - It, in words, for the message.
 * @throws {@link ChatError} `network` when it cannot be loaded.
 */
export async function loadLater<Code>(what: string, load: () => Promise<Code>): Promise<Code> {
  try {
    return await load();
  } catch (cause) {
    throw new ChatError(
      "network",
      `The code for ${what} could not be loaded. The network may be down, or the site was deployed anew since this ` +
        "page was loaded: try again, or reload the page.",
      { cause },
    );
  }
}
