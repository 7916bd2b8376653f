import { answerKind } from "../http/answer-kind.js";
import { problem } from "../http/problem.js";
import { ownerOf } from "../session/session-token.js";
import { turnAnswer } from "../turns/turn-answer.js";
import type { ChatRouteOptions } from "./chat.js";
import { notAcceptable, tooManyWaiting } from "./chat-problems.js";
import { isMessageId } from "./chat-request.js";
import { messageUnknown } from "./message-unknown.js";
import { readWrite } from "./read-write.js";
import { badConversationId, isConversationId, requestedConversation } from "./requested-conversation.js";
import type { Route } from "./route.js";

const MAX_BYTES = 4096;

/**
 * `POST /chat/regenerate` `{ message_id, id? }`: writes another reply in the place of the one with that id, which keeps
 * its id. Answered like `POST /chat`. The same wish `id` again joins the running turn or repeats the stored reply.
 */
export function regenerateRoute(options: Omit<ChatRouteOptions, "isEditable" | "maxMessageLength">): Route {
  const { sessions, store, runner, origins, newId, schedule, leaving, observe } = options;
  return async function regenerate(request) {
    const kind = answerKind(request.headers.get("accept"));
    if (kind === null) return notAcceptable();
    const write = await readWrite(request, MAX_BYTES, { sessions, origins });
    if (write.status === "refused") return write.response;
    const { visit, body } = write;
    const { message_id, id = newId(), conversation_id } = body;
    if (!isMessageId(message_id) || !isMessageId(id)) {
      return problem(400, "invalid_request", "The body must be { message_id, id? } with a reply's id.");
    }
    if (!isConversationId(conversation_id)) return badConversationId();
    if (visit.status === "new") return messageUnknown();
    const conversation = await requestedConversation(ownerOf(visit.session), conversation_id, store);
    const reply = await store.findMessage(conversation, message_id);
    const question =
      reply?.replyTo === undefined ? null : await store.findMessage(conversation, reply.replyTo);
    if (question === null) return messageUnknown();
    if (!runner.hasRoom(conversation)) return tooManyWaiting();
    const turn = await runner.join(conversation, question, id);
    return turn === null ? tooManyWaiting() : turnAnswer(turn, kind, { schedule, leaving, observe });
  };
}
