import { answerKind } from "../http/answer-kind.js";
import { readJsonBody } from "../http/json-body.js";
import { problem } from "../http/problem.js";
import { refuseForgedWrite } from "../http/request-guards.js";
import { ownerOf } from "../session/session-token.js";
import { turnAnswer } from "../turns/turn-answer.js";
import type { ChatRouteOptions } from "./chat.js";
import { notAcceptable, tooManyWaiting } from "./chat-problems.js";
import { isMessageId } from "./chat-request.js";
import { isRecord } from "./is-record.js";
import { messageUnknown } from "./message-unknown.js";
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
    const refusal = refuseForgedWrite(request, origins);
    if (refusal !== null) return refusal;
    const kind = answerKind(request.headers.get("accept"));
    if (kind === null) return notAcceptable();
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    const body = await readJsonBody(request, MAX_BYTES);
    if (body.status === "refused") return body.response;
    const { message_id, id = newId(), conversation_id } = isRecord(body.value) ? body.value : {};
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
