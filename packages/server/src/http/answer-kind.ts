/** How a reply is sent: as events, as one document, or as text while it is written. */
export type AnswerKind = "events" | "json" | "text";

/**
 * Chooses by `Accept`: events where they are named, else JSON (also for a missing header and for a wildcard),
 * else text.
 * @returns null when the client takes none of them.
 */
export function answerKind(accept: string | null): AnswerKind | null {
  const types = acceptedTypes(accept ?? "*/*");
  if (types.has("text/event-stream")) return "events";
  if (types.has("application/json") || types.has("application/*") || types.has("*/*")) return "json";
  return types.has("text/plain") || types.has("text/*") ? "text" : null;
}

function acceptedTypes(accept: string): ReadonlySet<string> {
  const types = new Set<string>();
  for (const entry of accept.toLowerCase().split(",")) {
    const [type = "", ...parameters] = entry.split(";").map((text) => text.trim());
    const isRefused = parameters.some((parameter) => /^q\s*=\s*0(\.0*)?$/.test(parameter));
    if (!isRefused) types.add(type);
  }
  return types;
}
