import type { ChatEvent, FinishReason, Frame, Mapper, PartOf } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { jsonFrames, modelFailure } from "./json-frames.js";
import { id, optional, records, text } from "./read-fields.js";

const FINISH_REASONS: ReadonlyMap<unknown, FinishReason> = new Map([
  ["stop", "stop"],
  ["length", "length"],
  ["content-filter", "filter"],
  ["tool-calls", "tool"],
]);

/** The states of a tool call that each chunk leads to. */
const TOOL_STATES: ReadonlyMap<unknown, PartOf<"tool">["state"]> = new Map([
  ["tool-input-start", "input"],
  ["tool-input-delta", "input"],
  ["tool-input-available", "ready"],
  ["tool-input-error", "error"],
  ["tool-approval-request", "approval"],
  ["tool-output-available", "done"],
  ["tool-output-error", "error"],
  ["tool-output-denied", "denied"],
]);

export interface AiSdkReplyOptions {
  readonly isText?: boolean;
  /** The reply goes on in the message that is there, whatever its name. */
  readonly isContinuation?: boolean;
}

/** Reads a UI message stream, or the plain text of a text stream. */
export function aiSdkMapper(options: AiSdkReplyOptions = {}): Mapper {
  const { isText, isContinuation } = options;
  if (isText) return textMapper;
  let step = 0;
  let unnamed = 0;
  // Ids are unique within a step only.
  const key = (given: unknown) => `${step}.${id(given) ?? ""}`;
  const fresh = (given: unknown) => {
    unnamed += 1;
    return id(given) ?? `${step}.${unnamed}`;
  };

  return jsonFrames(function* (data): Iterable<ChatEvent> {
    const { type } = data;
    const toolState = TOOL_STATES.get(type);
    if (toolState !== undefined) yield { type: "part", append: "inputText", part: toolPart(data, toolState) };
    else if (typeof type === "string" && type.startsWith("data-")) {
      if (data.transient === true) return;
      const name = type.slice("data-".length);
      yield { type: "part", part: { type: "data", id: fresh(data.id), name, value: data.data } };
    } else {
      yield* plainChunk(data);
    }
  });

  function* plainChunk(data: Readonly<Record<string, unknown>>): Iterable<ChatEvent> {
    switch (data.type) {
      case "start":
        yield {
          type: "start",
          ...(!isContinuation && optional("id", id(data.messageId))),
        };
        return;
      case "start-step":
        step += 1;
        yield { type: "step" };
        return;
      case "reset-step":
        yield { type: "reset", to: "step" };
        return;
      case "text-delta":
      case "reasoning-delta": {
        const said = text(data.delta);
        const kind = data.type === "text-delta" ? "text" : "reasoning";
        if (said) yield { type: "delta", kind, id: key(data.id), text: said };
        return;
      }
      case "text-end":
        for (const citation of records(data.citations)) {
          if (isRecord(citation.source)) yield source(citation.source, citation.citedText);
        }
        return;
      case "source-url":
      case "source-document":
        yield source(data);
        return;
      case "file": {
        const url = text(data.url);
        const mediaType = optional("mediaType", text(data.mediaType));
        if (url) yield { type: "part", part: { type: "file", id: fresh(undefined), url, ...mediaType } };
        return;
      }
      case "finish":
        yield { type: "finish", reason: FINISH_REASONS.get(data.finishReason) ?? "other" };
        return;
      case "abort":
        yield { type: "finish", reason: "stopped" };
        return;
      case "error":
        yield modelFailure(data.errorText);
    }
  }

  function source(data: Readonly<Record<string, unknown>>, quote?: unknown): ChatEvent {
    return {
      type: "part",
      part: {
        type: "source",
        id: fresh(data.sourceId ?? data.id),
        ...optional("url", text(data.url)),
        ...optional("title", text(data.title)),
        ...optional("mediaType", text(data.mediaType)),
        ...optional("quote", text(quote)),
      },
    };
  }
}

function* textMapper({ text: said }: Frame): Iterable<ChatEvent> {
  if (said) yield { type: "delta", kind: "text", text: said };
}

function toolPart(data: Readonly<Record<string, unknown>>, state: PartOf<"tool">["state"]): PartOf<"tool"> {
  return {
    type: "tool",
    id: id(data.toolCallId) ?? "tool",
    state,
    ...optional("name", text(data.toolName)),
    ...optional("title", text(data.title)),
    ...optional("inputText", text(data.inputTextDelta)),
    ...optional("input", data.input),
    ...optional("output", data.output),
    ...optional("error", text(data.errorText)),
    ...optional("approvalId", id(data.approvalId)),
  };
}
