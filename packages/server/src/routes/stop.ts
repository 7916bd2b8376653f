import { readJsonBody } from "../http/json-body.js";
import { problem } from "../http/problem.js";
import { refuseForgedWrite } from "../http/request-guards.js";
import { conversationOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { TurnRunner } from "../turns/turn-runner.js";
import { isMessageId } from "./chat-request.js";
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
    const id =
      typeof body.value === "object" && body.value !== null && "id" in body.value ? body.value.id : null;
    if (!isMessageId(id))
      return problem(400, "invalid_request", "The body must be { id } with a message's id.");
    if (visit.status === "known") runner.stop(conversationOf(visit.session), id);
    return new Response(null, { status: 204 });
  };
}
