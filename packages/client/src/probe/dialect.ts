import { isRecord } from "../transport/is-record.js";
import { parseJson } from "../transport/parse-json.js";
import type { SeenAnswer } from "./seen-answer.js";

/** Presets that are known by the first thing they say. */
export type Dialect =
  | "ai-sdk"
  | "ag-ui"
  | "openai"
  | "openai-responses"
  | "n8n"
  | "flowise"
  | "ollama"
  | "rasa";

/** The preset that an answer was written for; null when it is nobody's in particular. */
export async function dialectOf({ isUiMessageStream, body }: SeenAnswer): Promise<Dialect | null> {
  if (isUiMessageStream) return "ai-sdk";
  for (const line of (await body).split(/\r\n|\r|\n/)) {
    const data = parseJson(line.replace(/^data: ?/, ""))?.data;
    const found = dialectOfFrame(Array.isArray(data) ? data[0] : data);
    if (found !== null) return found;
  }
  return null;
}

function dialectOfFrame(data: unknown): Dialect | null {
  if (!isRecord(data)) return null;
  const { type, metadata } = data;
  if (type === "RUN_STARTED" || type === "TEXT_MESSAGE_START") return "ag-ui";
  if (typeof type === "string" && type.startsWith("response.")) return "openai-responses";
  if (data.object === "response") return "openai-responses";
  if (Array.isArray(data.choices)) return "openai";
  if (isRecord(metadata) && "nodeId" in metadata) return "n8n";
  if (isRecord(data.message) && typeof data.done === "boolean") return "ollama";
  if (typeof data.recipient_id === "string") return "rasa";
  return typeof data.event === "string" && "data" in data ? "flowise" : null;
}
