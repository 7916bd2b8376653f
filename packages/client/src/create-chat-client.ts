import { parseBaseUrl } from "./base-url.js";
import type { ChatClient, ChatClientOptions } from "./chat-client.js";
import { createOwnChatClient } from "./own-chat-client.js";
import { ChatError } from "./protocol/index.js";

interface SharedClient {
  readonly client: ChatClient;
  handles: number;
}

/** The page's clients by key. Empty for ever on a server, where two visitors must never meet in one. */
const shared = new Map<string, SharedClient>();

/**
 * Opens a conversation with a backend. On a page, callers with the same key get handles of one client; it is disposed
 * when the last handle is. On a server every call makes a client of its own.
 *
 * Nothing is sent before {@link ChatClient.start} or {@link ChatClient.send}.
 * @throws {@link ChatError} `invalid` for an unusable base URL or protocol, or when the key is taken for another backend.
 */
export function createChatClient(options: ChatClientOptions): ChatClient {
  if (!("document" in globalThis)) return createOwnChatClient(options);
  const key = options.key ?? "default";
  const known = shared.get(key);
  const entry = known ?? { client: createOwnChatClient(options), handles: 0 };
  const address = parseBaseUrl(options.baseUrl);
  if (address.ok && address.baseUrl !== entry.client.baseUrl) {
    throw new ChatError(
      "invalid",
      `Two chats with the key "${key}" name different backends: ${entry.client.baseUrl || "/"} and ` +
        `${address.baseUrl || "/"}. Give one of them a key of its own.`,
    );
  }
  shared.set(key, entry);
  entry.handles += 1;
  let isHeld = true;
  return {
    ...entry.client,
    dispose() {
      if (!isHeld) return;
      isHeld = false;
      entry.handles -= 1;
      if (entry.handles > 0) return;
      shared.delete(key);
      entry.client.dispose();
    },
  };
}
