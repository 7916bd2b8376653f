import type { RestOptions } from "../protocols/rest.js";
import { isRecord } from "../transport/is-record.js";
import { parseJson } from "../transport/parse-json.js";

type Fields = NonNullable<RestOptions["fields"]>;

const MESSAGE_NAMES = ["message", "question", "query", "prompt", "input", "text", "content", "q", "msg"];
const CONVERSATION_NAMES = ["conversation_id", "session_id", "thread_id", "chat_id", "user_id", "sessionId"];

/**
 * The fields that a backend said it misses, as FastAPI and others that validate with Pydantic name them.
 * @returns Null when it named none that is known.
 */
export function fieldsMissed(body: string): Fields | null {
  const answer = parseJson(body)?.data;
  if (!isRecord(answer) || !Array.isArray(answer.detail)) return null;
  const missed = answer.detail.flatMap((problem: unknown) => missedField(problem) ?? []);
  const message =
    MESSAGE_NAMES.find((name) => missed.includes(name)) ?? (missed.length === 1 ? missed[0] : undefined);
  const conversation = CONVERSATION_NAMES.find((name) => missed.includes(name));
  if (message === undefined && conversation === undefined) return null;
  return {
    ...(message !== undefined && message !== conversation && { message }),
    ...(conversation !== undefined && { conversation }),
  };
}

function missedField(problem: unknown): string | undefined {
  if (!isRecord(problem) || !Array.isArray(problem.loc)) return undefined;
  if (problem.type !== "missing" && problem.type !== "value_error.missing") return undefined;
  const steps = problem.loc.slice(1).map(String);
  return steps.length === 1 ? steps[0] : steps.length > 1 ? `/${steps.join("/")}` : undefined;
}

/** Where an answer that was not understood may carry its text: its longest one, as a JSON pointer. Null: nowhere. */
export function textPlace(body: string): string | null {
  let best = { pointer: "", length: 0 };
  visit(parseJson(body)?.data, "", 0);
  return best.length === 0 ? null : best.pointer;

  function visit(value: unknown, pointer: string, depth: number): void {
    if (typeof value === "string" && value.length > best.length) best = { pointer, length: value.length };
    if (depth > 4 || typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value))
      visit(inner, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, depth + 1);
  }
}
