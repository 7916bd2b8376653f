import { problem } from "../http/problem.js";
import type { Observer } from "../observe/backend-event.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { ChatStore } from "../stores/store.js";
import { isMessageId } from "./chat-request.js";
import { messageUnknown } from "./message-unknown.js";
import { readWrite } from "./read-write.js";
import { badConversationId, isConversationId, requestedConversation } from "./requested-conversation.js";
import type { Route } from "./route.js";

export interface FeedbackRouteOptions {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly origins: ReadonlySet<string>;
  readonly observe: Observer;
}

const MAX_COMMENT = 2_000;
const MAX_BYTES = 16_384;

/** `POST /chat/feedback` `{ message_id, value, comment? }`: what the visitor thinks of a reply; 204. */
export function feedbackRoute({ sessions, store, origins, observe }: FeedbackRouteOptions): Route {
  return async function feedback(request) {
    const write = await readWrite(request, MAX_BYTES, { sessions, origins });
    if (write.status === "refused") return write.response;
    const { visit, body } = write;
    const { message_id, value, comment, conversation_id } = body;
    if (!isMessageId(message_id) || (value !== 1 && value !== 0 && value !== -1)) {
      return problem(400, "invalid_request", "The body must be { message_id, value } with 1, 0 or -1.");
    }
    if (comment !== undefined && (typeof comment !== "string" || comment.length > MAX_COMMENT)) {
      return problem(400, "invalid_request", `comment must be a text of at most ${MAX_COMMENT} characters.`);
    }
    if (!isConversationId(conversation_id)) return badConversationId();
    if (visit.status === "new") return messageUnknown();
    const conversation = await requestedConversation(ownerOf(visit.session), conversation_id, store);
    const isRated = await store.rateReply(conversation, message_id, {
      value,
      ...(comment !== undefined && { comment: comment.replaceAll("\0", "\uFFFD") }),
    });
    if (!isRated) return messageUnknown();
    observe({ type: "feedback", value });
    return new Response(null, { status: 204 });
  };
}
