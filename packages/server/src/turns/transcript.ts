import type { ConversationKey } from "../stores/conversation-key.js";
import type { ChatStore, StoredMessage } from "../stores/store.js";
import type { TranscriptMessage } from "./reply.js";

/** How much of a conversation a reply is given, in messages. */
const TRANSCRIPT_LENGTH = 50;

/** The conversation as it led to a visitor's message, which is the last one. */
export async function readTranscript(
  conversation: ConversationKey,
  message: StoredMessage,
  store: Pick<ChatStore, "messages">,
): Promise<readonly TranscriptMessage[]> {
  const earlier = await store.messages(conversation, { before: message.seq, limit: TRANSCRIPT_LENGTH - 1 });
  return [...earlier, message].map(({ role, text, parts }) => ({ role, text, parts }));
}
