import { problem } from "../http/problem.js";
import type { ConversationKey } from "../stores/conversation-key.js";
import type { ChatStore } from "../stores/store.js";
import { isMessageId } from "./chat-request.js";

/** The conversation of a client that does not tell its conversations apart. */
const FIRST_CONVERSATION = "main";

/**
 * The conversation that a request means: the one it names, else the one that the visitor wrote to last.
 * @param id - The `conversation_id` of the request, {@link isConversationId} or absent.
 */
export async function requestedConversation(
  owner: string,
  id: string | undefined,
  store: ChatStore,
): Promise<ConversationKey> {
  if (id !== undefined) return { owner, id };
  const [latest] = await store.conversations(owner, { limit: 1 });
  return { owner, id: latest?.id ?? FIRST_CONVERSATION };
}

/** Whether a value may stand for a conversation: absent, or an id that the client has made. */
export function isConversationId(value: unknown): value is string | undefined {
  return value === undefined || isMessageId(value);
}

export function badConversationId(): Response {
  return problem(400, "invalid_request", "conversation_id must have 1 to 128 visible ASCII characters.");
}
