import { problem } from "../http/problem.js";

/** Seconds. */
const BUSY_RETRY = 5;

export function notAcceptable(): Response {
  return problem(
    406,
    "not_acceptable",
    "A reply comes as text/event-stream, application/json or text/plain: name one in Accept.",
  );
}

export function tooManyWaiting(): Response {
  return problem(
    429,
    "too_many_waiting",
    "Several messages of this conversation are waiting for their reply.",
    { retryAfter: BUSY_RETRY },
  );
}
