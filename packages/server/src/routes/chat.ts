import { answerKind } from "../http/answer-kind.js";
import { readJsonBody } from "../http/json-body.js";
import { problem } from "../http/problem.js";
import { refuseForgedWrite } from "../http/request-guards.js";
import type { Schedule } from "../schedule.js";
import { conversationOf } from "../session/session-token.js";
import type { Sessions } from "../session/sessions.js";
import type { ChatStore } from "../stores/store.js";
import { eventAnswer } from "../turns/event-answer.js";
import { jsonAnswer } from "../turns/json-answer.js";
import { textAnswer } from "../turns/text-answer.js";
import { endedTurn, type TurnRunner } from "../turns/turn-runner.js";
import { parseChatRequest } from "./chat-request.js";
import type { Route } from "./route.js";

export interface ChatRouteOptions {
  readonly sessions: Sessions;
  readonly store: ChatStore;
  readonly runner: TurnRunner;
  readonly origins: ReadonlySet<string>;
  /** Characters. */
  readonly maxMessageLength: number;
  readonly now: () => number;
  readonly newId: () => string;
  readonly schedule: Schedule;
}

/** The longest JSON escape of one UTF-16 unit, and room for the other fields. */
const BYTES_PER_CHARACTER = 6;
const OTHER_BYTES = 4096;
/** Seconds. */
const BUSY_RETRY = 5;

/**
 * `POST /chat`: stores the visitor's message, then answers with the reply as the client accepts it. The same id again
 * joins the running turn or repeats the stored reply.
 */
export function chatRoute(options: ChatRouteOptions): Route {
  const { sessions, store, runner, origins, maxMessageLength, now, newId, schedule } = options;
  const maxBytes = maxMessageLength * BYTES_PER_CHARACTER + OTHER_BYTES;

  return async function chat(request) {
    const refusal = refuseForgedWrite(request, origins);
    if (refusal !== null) return refusal;
    const kind = answerKind(request.headers.get("accept"));
    if (kind === null) {
      return problem(
        406,
        "not_acceptable",
        "A reply comes as text/event-stream, application/json or text/plain: name one in Accept.",
      );
    }
    const visit = await sessions.read(request);
    if (visit.status === "refused" || visit.status === "incompatible") return visit.response;
    const body = await readJsonBody(request, maxBytes);
    if (body.status === "refused") return body.response;
    const parsed = parseChatRequest(body.value, maxMessageLength);
    if (parsed.status === "refused") return parsed.response;

    const session = visit.status === "known" ? visit.session : sessions.create();
    const conversation = conversationOf(session);
    if (!runner.hasRoom(conversation)) return busy();
    const { message: text, id = newId() } = parsed.request;
    const { message, reply } = await store.addMessage(conversation, { id, text, createdAt: now() });
    if (message.role !== "user" || message.text !== text) {
      return problem(422, "id_conflict", "Another message has this id. Give every message an id of its own.");
    }
    const isSettled = reply !== null && reply.status !== "interrupted";
    const turn = isSettled ? endedTurn(id, reply) : runner.join(conversation, message);
    if (turn === null) return busy();
    const response = await answer(turn, kind, schedule);
    if (visit.status === "new") {
      const grant = await sessions.grant(request, session);
      if (grant.type === "cookie") response.headers.append("set-cookie", grant.cookie);
    }
    return response;
  };
}

function answer(
  turn: Parameters<typeof jsonAnswer>[0],
  kind: "events" | "json" | "text",
  schedule: Schedule,
) {
  switch (kind) {
    case "events":
      return eventAnswer(turn, { schedule });
    case "json":
      return jsonAnswer(turn);
    case "text":
      return textAnswer(turn);
  }
}

function busy(): Response {
  return problem(
    429,
    "too_many_waiting",
    "Several messages of this conversation are waiting for their reply.",
    {
      retryAfter: BUSY_RETRY,
    },
  );
}
