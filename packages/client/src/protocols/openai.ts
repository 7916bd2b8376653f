import type { ChatEvent, FinishReason, Mapper, Protocol } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { jsonFrames, modelFailure } from "./json-frames.js";
import { type PresetOptions, presetRequest, roleAndContent } from "./preset.js";
import { id, optional, records, text } from "./read-fields.js";

export interface OpenAIOptions extends PresetOptions {
  /** Default: `/v1/chat/completions`. */
  readonly path?: string;
  /** Default: left out, for a proxy that chooses the model itself. */
  readonly model?: string;
}

const FINISH_REASONS: ReadonlyMap<unknown, FinishReason> = new Map([
  ["stop", "stop"],
  ["length", "length"],
  ["content_filter", "filter"],
  ["tool_calls", "tool"],
]);

/**
 * Chat Completions, as OpenAI and the many servers compatible with it speak them. For a proxy of the site's own or a
 * server without a key: a key that a page knows is public.
 * @see https://platform.openai.com/docs/api-reference/chat-streaming
 */
export function openAI(options: OpenAIOptions = {}): Protocol {
  return {
    name: "openai",
    credentials: options.credentials ?? "omit",
    revises: true,
    send: (context, { messages, signal }) =>
      context.exchange(
        presetRequest(options, {
          path: options.path ?? "/v1/chat/completions",
          accept: "text/event-stream, application/json",
          json: {
            ...optional("model", options.model),
            stream: true,
            messages: roleAndContent(messages),
          },
        }),
        openAIMapper(),
        // Servers end with a finish reason, with [DONE], or with both; an answer with neither was cut.
        { signal, isComplete: () => false },
      ),
  };
}

function openAIMapper(): Mapper {
  /** A tool call has an id in its first chunk only; the later ones repeat its index. */
  const toolIds = new Map<unknown, string>();

  return jsonFrames(function* (data): Iterable<ChatEvent> {
    if (data.error !== undefined && data.error !== null) {
      yield modelFailure(isRecord(data.error) ? data.error.message : data.error);
      return;
    }
    const [choice] = records(data.choices);
    if (choice === undefined) return;
    // A whole answer has a message where a streamed one has deltas.
    const delta = isRecord(choice.delta) ? choice.delta : isRecord(choice.message) ? choice.message : {};
    const reasoning = text(delta.reasoning_content) ?? text(delta.reasoning);
    if (reasoning) yield { type: "delta", kind: "reasoning", text: reasoning };
    const said = text(delta.content) ?? text(delta.refusal);
    if (said) yield { type: "delta", kind: "text", text: said };
    for (const call of records(delta.tool_calls)) {
      const toolId = toolIds.get(call.index) ?? id(call.id) ?? `tool-${toolIds.size}`;
      toolIds.set(call.index ?? toolId, toolId);
      const called = isRecord(call.function) ? call.function : {};
      yield {
        type: "part",
        append: "inputText",
        part: {
          type: "tool",
          id: toolId,
          state: "input",
          ...optional("name", text(called.name)),
          ...optional("inputText", text(called.arguments)),
        },
      };
    }
    if (choice.finish_reason) {
      yield { type: "finish", reason: FINISH_REASONS.get(choice.finish_reason) ?? "other" };
    }
  });
}
