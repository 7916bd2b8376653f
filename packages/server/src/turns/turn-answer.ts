import type { AnswerKind } from "../http/answer-kind.js";
import { type EventAnswerOptions, eventAnswer } from "./event-answer.js";
import { jsonAnswer } from "./json-answer.js";
import { textAnswer } from "./text-answer.js";
import type { Turn } from "./turn.js";

/** A turn as the client accepts it. */
export function turnAnswer(
  turn: Turn,
  kind: AnswerKind,
  options: EventAnswerOptions,
): Response | Promise<Response> {
  switch (kind) {
    case "events":
      return eventAnswer(turn, options);
    case "json":
      return jsonAnswer(turn);
    case "text":
      return textAnswer(turn);
  }
}
