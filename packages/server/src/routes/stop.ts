import { readJsonBody } from "../http/json-body.js";
import { problem } from "../http/problem.js";
import { refuseForgedWrite } from "../http/request-guards.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { TurnRunner } from "../turns/turn-runner.js";
import { isMessageId } from "./chat-request.js";
import { isRecord } from "./is-record.js";
import { badConversationId, isConversationId } from "./requested-conversation.js";
import type { Route } from "./route.js";

export interface StopRouteOptions {
  readonly sessions: Sessions;
  readonly runner: TurnRunner;
  readonly origins: ReadonlySet<string>;
}

const MAX_BYTES = 4096;

/**
 * `POST /chat/stop` `{ id }`: ends the reply to the visitor's message with that id and keeps what it has. 204 also when
 * nothing runs under it: the reply may have ended a moment before.
 */
export function stopRoute({ sessions, runner, origins }: StopRouteOptions): Route {
  return async function stop(request) {
    const refusal = refuseForgedWrite(request, origins);
    if (refusal !== null) return refusal;
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    const body = await readJsonBody(request, MAX_BYTES);
    if (body.status === "refused") return body.response;
    const { id, conversation_id } = isRecord(body.value) ? body.value : {};
    if (!isMessageId(id)) {
      return problem(400, "invalid_request", "The body must be { id } with a message's id.");
    }
    if (!isConversationId(conversation_id)) return badConversationId();
    if (visit.status === "known") {
      await runner.stop({
        owner: ownerOf(visit.session),
        messageId: id,
        ...(conversation_id !== undefined && { id: conversation_id }),
      });
    }
    return new Response(null, { status: 204 });
  };
}
