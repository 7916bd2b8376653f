import type { Message } from "./protocol/index.js";

/** What a backend gone wrong suggests beyond this is left out. */
const MAX_SUGGESTIONS = 8;
const MAX_LENGTH = 200;

/** What the last reply suggests to say next: its data part named `suggestions`, a list of texts. */
export function suggestionsIn(messages: readonly Message[]): readonly string[] {
  const last = messages.at(-1);
  if (last?.role !== "assistant" || last.status !== "done") return [];
  const part = last.parts.findLast((each) => each.type === "data" && each.name === "suggestions");
  const value = part?.type === "data" ? part.value : [];
  if (!Array.isArray(value)) return [];
  const texts = value.filter(
    (text) => typeof text === "string" && text.trim() !== "" && text.length <= MAX_LENGTH,
  );
  return texts.slice(0, MAX_SUGGESTIONS);
}
