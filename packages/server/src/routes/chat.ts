import { answerKind } from "../http/answer-kind.js";
import type { Observer } from "../observe/backend-event.js";
import type { Schedule } from "../schedule.js";
import { ownerOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import { turnAnswer } from "../turns/turn-answer.js";
import { type AcceptOptions, acceptMessage } from "./accept-message.js";
import { notAcceptable } from "./chat-problems.js";
import { maxChatBytes } from "./chat-request.js";
import { readWrite } from "./read-write.js";
import type { Route } from "./route.js";

export interface ChatRouteOptions extends AcceptOptions {
  readonly sessions: Sessions;
  readonly origins: ReadonlySet<string>;
  readonly schedule: Schedule;
  /** Fires when clients are to go on elsewhere. */
  readonly leaving: AbortSignal;
  readonly observe: Observer;
}

/**
 * `POST /chat`: stores the visitor's message, then answers with the reply as the client accepts it. The same id again
 * joins the running turn or repeats the stored reply.
 */
export function chatRoute(options: ChatRouteOptions): Route {
  const { sessions, origins, maxMessageLength, schedule, leaving, observe } = options;
  const maxBytes = maxChatBytes(maxMessageLength);

  return async function chat(request) {
    const kind = answerKind(request.headers.get("accept"));
    if (kind === null) return notAcceptable();
    const write = await readWrite(request, maxBytes, { sessions, origins });
    if (write.status === "refused") return write.response;
    const { visit, body } = write;
    const session = visit.status === "known" ? visit.session : sessions.create();
    const accepted = await acceptMessage(ownerOf(session), body, options);
    if (accepted.status === "refused") return accepted.response;
    const response = await turnAnswer(accepted.turn, kind, { schedule, leaving, observe });
    if (visit.status === "new") {
      const grant = await sessions.grant(request, session);
      if (grant.type === "cookie") response.headers.append("set-cookie", grant.cookie);
    }
    return response;
  };
}
