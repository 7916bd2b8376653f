import { problem } from "../http/problem.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { TurnRunner } from "../turns/turn-runner.js";
import { isMessageId } from "./chat-request.js";
import { readWrite } from "./read-write.js";
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
    const write = await readWrite(request, MAX_BYTES, { sessions, origins });
    if (write.status === "refused") return write.response;
    const { visit, body } = write;
    const { id, conversation_id } = body;
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
