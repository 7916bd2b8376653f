import { problem } from "../http/problem.js";
import { refuseForeignOrigin } from "../http/request-guards.js";
import type { Observer } from "../observe/backend-event.js";
import type { Schedule } from "../schedule.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { ChatStore } from "../stores/store.js";
import { eventAnswer } from "../turns/event-answer.js";
import type { TurnRunner } from "../turns/turn-runner.js";
import { badConversationId, isConversationId, requestedConversation } from "./requested-conversation.js";
import type { Route } from "./route.js";

export interface StreamRouteOptions {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly runner: TurnRunner;
  readonly origins: ReadonlySet<string>;
  readonly schedule: Schedule;
  /** Fires when clients are to go on elsewhere. */
  readonly leaving: AbortSignal;
  readonly observe: Observer;
}

/**
 * `GET /chat/stream?after=<seq>`: the events of the running turn with a higher sequence number, and those to come.
 * 204 when nothing runs: the history has the rest.
 */
export function streamRoute(options: StreamRouteOptions): Route {
  const { sessions, store, runner, origins, schedule, leaving, observe } = options;
  return async function stream(request) {
    const refusal = refuseForeignOrigin(request, origins);
    if (refusal !== null) return refusal;
    const { searchParams } = new URL(request.url);
    const after = searchParams.get("after") ?? "0";
    if (!/^\d{1,15}$/.test(after)) {
      return problem(400, "invalid_after", "after must be the id of an event received before, unchanged.");
    }
    const id = searchParams.get("conversation_id") ?? undefined;
    if (!isConversationId(id)) return badConversationId();
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    if (visit.status === "new") return new Response(null, { status: 204 });
    const conversation = await requestedConversation(ownerOf(visit.session), id, store);
    const turn = await runner.running(conversation);
    if (turn === null) return new Response(null, { status: 204 });
    return eventAnswer(turn, { after: Number(after), schedule, leaving, observe });
  };
}
