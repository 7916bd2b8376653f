import { problem } from "../http/problem.js";

/** The answer about a reply that the conversation does not have. */
export function messageUnknown(): Response {
  return problem(
    404,
    "message_unknown",
    "The conversation has no reply with this id. Read the history for what it has.",
  );
}
