import type { ChatEvent, Mapper, Protocol } from "../protocol/index.js";
import { textOf } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { jsonFrames, modelFailure } from "./json-frames.js";
import { type PresetOptions, presetRequest } from "./preset.js";
import { id, optional, records, text } from "./read-fields.js";

export interface FlowiseOptions extends PresetOptions {
  /** The id of the chatflow. */
  readonly flow: string;
  /** Default: `/api/v1`. */
  readonly path?: string;
}

/**
 * Flowise chatflows.
 * @see https://docs.flowiseai.com/api-reference/prediction
 */
export function flowise(options: FlowiseOptions): Protocol {
  const { path = "/api/v1", headers } = options;
  const flow = encodeURIComponent(options.flow);

  return {
    name: "flowise",
    credentials: options.credentials ?? "omit",
    send: (context, { message, signal, conversation = context.conversation }) =>
      context.exchange(
        presetRequest(options, {
          path: `${path}/prediction/${flow}`,
          accept: "text/event-stream, application/json",
          json: { question: textOf(message), chatId: conversation, streaming: true },
        }),
        flowiseMapper(),
        { signal, isComplete: () => false },
      ),
    async stop(context, { conversation = context.conversation, signal }) {
      await context.json(
        {
          path: `${path}/chatmessage/abort/${flow}/${encodeURIComponent(conversation)}`,
          method: "PUT",
          ...(headers !== undefined && { headers }),
        },
        signal,
      );
    },
  };
}

function flowiseMapper(): Mapper {
  return jsonFrames(function* ({ event, data, ...answer }): Iterable<ChatEvent> {
    switch (event) {
      case undefined:
        yield* wholeAnswer(answer);
        return;
      case "token":
      case "thinking": {
        const kind = event === "token" ? "text" : "reasoning";
        if (typeof data === "string" && data !== "") yield { type: "delta", kind, text: data };
        return;
      }
      case "sourceDocuments":
        yield* sources(data);
        return;
      case "usedTools":
        yield* tools(data);
        return;
      case "metadata":
        if (isRecord(data)) yield* adopted(data.chatId);
        return;
      case "error":
        yield modelFailure(data);
        return;
      case "abort":
        yield { type: "finish", reason: "stopped" };
        return;
      case "end":
        yield { type: "finish", reason: "stop" };
    }
  });
}

function* wholeAnswer(answer: Readonly<Record<string, unknown>>): Iterable<ChatEvent> {
  if (answer.error !== undefined) return yield modelFailure(answer.error);
  const said = text(answer.text);
  if (said === undefined) return;
  yield* adopted(answer.chatId);
  yield* tools(answer.usedTools);
  if (said !== "") yield { type: "delta", kind: "text", text: said };
  yield* sources(answer.sourceDocuments);
  if (said !== "") yield { type: "finish", reason: "stop" };
}

function* adopted(chatId: unknown): Iterable<ChatEvent> {
  const conversation = id(chatId);
  if (conversation !== undefined) yield { type: "meta", conversation };
}

function* sources(documents: unknown): Iterable<ChatEvent> {
  for (const [index, document] of records(documents).entries()) {
    const { source, url, title } = isRecord(document.metadata) ? document.metadata : {};
    const address = [url, source].find((value) => typeof value === "string" && /^https?:\/\//.test(value));
    yield {
      type: "part",
      part: {
        type: "source",
        id: `source-${index}`,
        ...optional("url", text(address)),
        ...optional("title", text(title) ?? text(source)),
        ...optional("quote", text(document.pageContent)?.slice(0, 1000)),
      },
    };
  }
}

function* tools(used: unknown): Iterable<ChatEvent> {
  for (const [index, tool] of records(used).entries()) {
    const error = text(tool.error) || undefined;
    yield {
      type: "part",
      part: {
        type: "tool",
        id: `tool-${index}`,
        state: error === undefined ? "done" : "error",
        ...optional("name", text(tool.tool)),
        input: tool.toolInput,
        output: tool.toolOutput,
        ...optional("error", error),
      },
    };
  }
}
