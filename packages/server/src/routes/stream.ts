import { problem } from "../http/problem.js";
import { refuseForeignOrigin } from "../http/request-guards.js";
import type { Schedule } from "../schedule.js";
import { conversationOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import { eventAnswer } from "../turns/event-answer.js";
import type { TurnRunner } from "../turns/turn-runner.js";
import type { Route } from "./route.js";

export interface StreamRouteOptions {
  readonly sessions: Sessions;
  readonly runner: TurnRunner;
  readonly origins: ReadonlySet<string>;
  readonly schedule: Schedule;
}

/**
 * `GET /chat/stream?after=<seq>`: the events of the running turn with a higher sequence number, and those to come.
 * 204 when nothing runs: the history has the rest.
 */
export function streamRoute({ sessions, runner, origins, schedule }: StreamRouteOptions): Route {
  return async function stream(request) {
    const refusal = refuseForeignOrigin(request, origins);
    if (refusal !== null) return refusal;
    const after = new URL(request.url).searchParams.get("after") ?? "0";
    if (!/^\d{1,15}$/.test(after)) {
      return problem(400, "invalid_after", "after must be the id of an event received before, unchanged.");
    }
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    const turn = visit.status === "known" ? runner.running(conversationOf(visit.session)) : null;
    if (turn === null) return new Response(null, { status: 204 });
    return eventAnswer(turn, { after: Number(after), schedule });
  };
}
