import type { ChatFailure, Part } from "@chatisle/client/protocol";
import { problem } from "../http/problem.js";
import type { Turn } from "./turn.js";

/** `POST /chat` as one JSON document. */
export interface ReplyAnswer {
  readonly reply: string;
  /** The reply's message id. */
  readonly id: string;
  /** Parts beyond the text, such as sources. */
  readonly parts: readonly Part[];
  /** Absent: the reply is complete. */
  readonly status?: "stopped";
}

/** Waits for the end of a turn and answers with the whole reply. */
export async function jsonAnswer(turn: Turn): Promise<Response> {
  const outcome = await turn.outcome;
  if (outcome.status === "failed") return failureAnswer(outcome.failure);
  const { id, text, parts } = outcome.reply;
  const answer: ReplyAnswer = {
    reply: text,
    id,
    parts,
    ...(outcome.reason === "stopped" && { status: "stopped" }),
  };
  return Response.json(answer, { headers: turn.isRepeated ? { "idempotent-replayed": "true" } : {} });
}

/** Seconds. */
const RETRY_AFTER = 5;

/** A failed turn where no part of the reply has been sent. */
export function failureAnswer({ code, message }: ChatFailure): Response {
  if (code === "model") return problem(502, code, message);
  if (code === "timeout") return problem(504, code, message);
  return problem(503, code, message, { retryAfter: RETRY_AFTER });
}
