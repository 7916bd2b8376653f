import type { ChatEvent, Mapper, Protocol } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { jsonFrames, modelFailure } from "./json-frames.js";
import { type PresetOptions, presetRequest, roleAndContent } from "./preset.js";
import { optional, records, text } from "./read-fields.js";

export interface OllamaOptions extends PresetOptions {
  /** Default: `/api/chat`. */
  readonly path?: string;
  /** Such as `llama3.2`. Default: left out, for a proxy that chooses the model itself. */
  readonly model?: string;
}

/**
 * Ollama's own chat. Its `/v1` paths speak OpenAI's protocol: use `openAI()` for those.
 * @see https://github.com/ollama/ollama/blob/main/docs/api.md
 */
export function ollama(options: OllamaOptions = {}): Protocol {
  return {
    name: "ollama",
    credentials: options.credentials ?? "omit",
    revises: true,
    send: (context, { messages, signal }) =>
      context.exchange(
        presetRequest(options, {
          path: options.path ?? "/api/chat",
          accept: "application/x-ndjson, application/json",
          json: { ...optional("model", options.model), stream: true, messages: roleAndContent(messages) },
        }),
        ollamaMapper(),
        { signal, isComplete: () => false },
      ),
  };
}

function ollamaMapper(): Mapper {
  let tools = 0;

  return jsonFrames(function* (data): Iterable<ChatEvent> {
    if (data.error !== undefined) {
      yield modelFailure(data.error);
      return;
    }
    const message = isRecord(data.message) ? data.message : {};
    const thinking = text(message.thinking);
    if (thinking) yield { type: "delta", kind: "reasoning", text: thinking };
    const content = text(message.content);
    if (content) yield { type: "delta", kind: "text", text: content };
    for (const call of records(message.tool_calls)) {
      if (!isRecord(call.function)) continue;
      tools += 1;
      yield {
        type: "part",
        part: {
          type: "tool",
          id: `tool-${tools}`,
          state: "ready",
          ...optional("name", text(call.function.name)),
          input: call.function.arguments,
        },
      };
    }
    if (data.done === true) {
      yield { type: "finish", reason: data.done_reason === "length" ? "length" : "stop" };
    }
  });
}
