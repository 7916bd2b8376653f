import type { AdapterContext, ChatEvent, Mapper, Protocol } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { parseJson } from "../transport/parse-json.js";
import { jsonFrames, modelFailure } from "./json-frames.js";
import { type PresetOptions, presetRequest, roleAndContent } from "./preset.js";
import { id, optional, records, text } from "./read-fields.js";

export interface OpenAIResponsesOptions extends PresetOptions {
  /** Default: `/v1/responses`. */
  readonly path?: string;
  /** Default: left out, for a proxy that chooses the model itself. */
  readonly model?: string;
  /**
   * Whether a reply runs in the background, so that one that was cut is followed from where it broke off, with
   * `GET {path}/{id}?stream=true&starting_after=`. The stop button cancels it. Default: false.
   */
  readonly resume?: boolean;
}

/**
 * OpenAI's Responses. The transcript travels with every message, so that nothing has to be kept at the backend.
 * @see https://platform.openai.com/docs/api-reference/responses-streaming
 */
export function openAIResponses(options: OpenAIResponsesOptions = {}): Protocol {
  const { path = "/v1/responses", resume = false, headers } = options;
  const asked = { accept: "text/event-stream, application/json", ...(headers !== undefined && { headers }) };
  const responsePath = (response: string) => `${path}/${encodeURIComponent(response)}`;
  const isComplete = () => false;
  /** The response that `stop` ends. */
  let running: string | undefined;
  const onResponse = (response: string) => {
    running = response;
  };

  return {
    name: "openai-responses",
    credentials: options.credentials ?? "omit",
    revises: true,

    send(context, { messages, signal }) {
      running = undefined;
      const input = roleAndContent(messages);
      const request = presetRequest(options, {
        path,
        accept: asked.accept,
        json: {
          ...optional("model", options.model),
          stream: true,
          input,
          ...(resume && { background: true }),
        },
      });
      const map = resume ? withTokens(openAIResponsesMapper(), onResponse) : openAIResponsesMapper();
      return context.exchange(request, map, { signal, isComplete });
    },

    ...(resume && {
      async *resume(context: AdapterContext, { token, signal }: ResumeQuery): AsyncGenerator<ChatEvent> {
        const [response, after] = token?.split("/") ?? [];
        if (!response || after === undefined) return;
        onResponse(response);
        const request = { ...asked, path: `${responsePath(response)}?stream=true&starting_after=${after}` };
        const map = withTokens(openAIResponsesMapper(), onResponse, response);
        yield* context.exchange(request, map, { signal, isComplete, emptyStatuses: [204, 400, 404, 410] });
      },

      async stop(context: AdapterContext, { signal }: StopQuery) {
        if (running === undefined) return;
        await context.json({ ...asked, path: `${responsePath(running)}/cancel`, method: "POST" }, signal);
      },
    }),
  };
}

type ResumeQuery = Parameters<NonNullable<Protocol["resume"]>>[1];
type StopQuery = Parameters<NonNullable<Protocol["stop"]>>[1];

/**
 * Tells behind each event where the reply can be followed from.
 * @param onResponse - Told the response's id.
 * @param response - Its id, when it is followed further.
 */
function withTokens(map: Mapper, onResponse: (id: string) => void, response?: string): Mapper {
  let current = response;
  return function* (frame) {
    yield* map(frame);
    const { data } = frame;
    if (!isRecord(data)) return;
    const told = isRecord(data.response) ? id(data.response.id) : undefined;
    if (told !== undefined) {
      current = told;
      onResponse(told);
    }
    // Only after the event: whoever resumes from here has it.
    if (current !== undefined && typeof data.sequence_number === "number")
      yield { type: "meta", token: `${current}/${data.sequence_number}` };
  };
}

function openAIResponsesMapper(): Mapper {
  let sources = 0;

  const textDelta = (kind: "text" | "reasoning", itemId: unknown, index: unknown, said: unknown) =>
    typeof said === "string" && said !== ""
      ? [{ type: "delta" as const, kind, id: `${id(itemId) ?? ""}.${Number(index) || 0}`, text: said }]
      : [];

  function* source(annotation: unknown): Iterable<ChatEvent> {
    if (!isRecord(annotation) || typeof annotation.url !== "string") return;
    const { url, title } = annotation;
    sources += 1;
    yield {
      type: "part",
      part: { type: "source", id: `source-${sources}`, url, ...optional("title", text(title)) },
    };
  }

  function* toolCall(item: Readonly<Record<string, unknown>>): Iterable<ChatEvent> {
    const input = parseJson(text(item.arguments) ?? "");
    yield {
      type: "part",
      part: {
        type: "tool",
        id: id(item.id) ?? id(item.call_id) ?? "tool",
        state: input === null ? "input" : "ready",
        ...optional("name", text(item.name)),
        ...(input !== null && { input: input.data }),
      },
    };
  }

  /** An item of a whole answer. */
  function* wholeItem(item: Readonly<Record<string, unknown>>): Iterable<ChatEvent> {
    if (item.type === "function_call") yield* toolCall(item);
    for (const [index, part] of records(item.content).entries()) {
      yield* textDelta("text", item.id, index, part.text ?? part.refusal);
      for (const annotation of records(part.annotations)) yield* source(annotation);
    }
  }

  function* end(response: Readonly<Record<string, unknown>>): Iterable<ChatEvent> {
    const { status, error, incomplete_details: details } = response;
    if (status === "failed") yield modelFailure(isRecord(error) ? error.message : error);
    else if (status === "cancelled") yield { type: "finish", reason: "stopped" };
    else if (status !== "incomplete") yield { type: "finish", reason: "stop" };
    else {
      const isFiltered = isRecord(details) && details.reason === "content_filter";
      yield { type: "finish", reason: isFiltered ? "filter" : "length" };
    }
  }

  return jsonFrames(function* (data): Iterable<ChatEvent> {
    const { type, item, response } = data;
    if (type === "response.output_text.delta" || type === "response.refusal.delta") {
      yield* textDelta("text", data.item_id, data.content_index, data.delta);
    } else if (type === "response.reasoning_text.delta" || type === "response.reasoning_summary_text.delta") {
      yield* textDelta("reasoning", data.item_id, data.content_index ?? data.summary_index, data.delta);
    } else if (type === "response.output_text.annotation.added") {
      yield* source(data.annotation);
    } else if (type === "response.output_item.added" || type === "response.output_item.done") {
      if (isRecord(item) && item.type === "function_call") yield* toolCall(item);
    } else if (type === "error" || (type === undefined && data.error)) {
      const error = isRecord(data.error) ? data.error : data;
      yield modelFailure(error.message);
    } else if (
      isRecord(response) &&
      /^response\.(completed|incomplete|failed|cancelled)$/.test(String(type))
    ) {
      yield* end(response);
    } else if (data.object === "response") {
      for (const item of records(data.output)) yield* wholeItem(item);
      yield* end(data);
    }
  });
}
