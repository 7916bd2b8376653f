import type { ChatEvent, Mapper, Part, PartOf } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { jsonFrames, modelFailure } from "./json-frames.js";
import { id, optional, records, text } from "./read-fields.js";

/**
 * Reads the events of a run. A bubble holds the reasoning and the tools that come before its text; the next text
 * message of the same run opens the next bubble.
 */
export function agUiMapper(): Mapper {
  /** The bubble that is written to, by its own name. */
  let bubble: string | undefined;
  let hasText = false;
  /** In which bubble each message and each tool call is shown. */
  const places = new Map<string, string>();
  const skipped = new Set<string>();
  /** Chunks name their message or tool in the first one only. */
  let textId = "text";
  let toolId = "tool";

  /** Makes the bubble of a message or a tool the current one. */
  function* show(thing: string, isText: boolean): Iterable<ChatEvent> {
    const place = places.get(thing) ?? (bubble === undefined || (isText && hasText) ? thing : bubble);
    if (isText && !places.has(thing)) hasText = true;
    places.set(thing, place);
    if (place === bubble) return;
    bubble = place;
    yield { type: "start", id: place };
  }

  function* say(kind: "text" | "reasoning", thing: string, said: unknown): Iterable<ChatEvent> {
    if (typeof said !== "string" || said === "" || skipped.has(thing)) return;
    yield* show(thing, kind === "text");
    yield { type: "delta", kind, id: thing, text: said };
  }

  function* tool(
    thing: string,
    change: Partial<PartOf<"tool">> & Pick<PartOf<"tool">, "state">,
  ): Iterable<ChatEvent> {
    yield* show(thing, false);
    yield { type: "part", append: "inputText", part: { ...change, type: "tool", id: thing } };
  }

  function* event(data: Readonly<Record<string, unknown>>): Iterable<ChatEvent> {
    const message = id(data.messageId);
    const call = id(data.toolCallId);
    switch (data.type) {
      case "TEXT_MESSAGE_START":
      case "TEXT_MESSAGE_CONTENT":
      case "TEXT_MESSAGE_CHUNK":
        textId = message ?? textId;
        if (data.role !== undefined && data.role !== "assistant") skipped.add(textId);
        yield* say("text", textId, data.delta);
        return;
      case "REASONING_MESSAGE_CONTENT":
      case "REASONING_MESSAGE_CHUNK":
      case "THINKING_TEXT_MESSAGE_CONTENT":
        yield* say("reasoning", message ?? "reasoning", data.delta);
        return;
      case "TOOL_CALL_START":
      case "TOOL_CALL_ARGS":
      case "TOOL_CALL_CHUNK":
        toolId = call ?? toolId;
        yield* tool(toolId, {
          state: "input",
          ...optional("name", text(data.toolCallName)),
          ...optional("inputText", text(data.delta)),
        });
        return;
      case "TOOL_CALL_END":
        yield* tool(call ?? toolId, { state: "ready" });
        return;
      case "TOOL_CALL_RESULT":
        yield* tool(call ?? toolId, { state: "done", output: data.content });
        return;
      case "RUN_FINISHED":
        yield* finish(isRecord(data.outcome) ? data.outcome : {});
        return;
      case "RUN_ERROR":
        yield modelFailure(data.message);
    }
  }

  return jsonFrames(function* (data, frame): Iterable<ChatEvent> {
    // As lines of JSON, each event travels in an envelope with its offset.
    const isWrapped = isRecord(data.chunk);
    yield* event(isWrapped ? (data.chunk as Readonly<Record<string, unknown>>) : data);
    const token = isWrapped ? id(data.id) : frame.id;
    // Only after the event: whoever resumes from here has it.
    if (token !== undefined) yield { type: "meta", token };
  });
}

/** A question that yes or no answers is one for approval; any other is for a renderer that knows it. */
function interrupt(value: Readonly<Record<string, unknown>>): Part {
  const { responseSchema: schema } = value;
  const name = "interrupt";
  const approvalId = id(value.id) ?? name;
  if (isRecord(schema) && schema.type !== "boolean") return { type: "data", id: approvalId, name, value };
  const call = id(value.toolCallId);
  return {
    type: "tool",
    id: call ?? approvalId,
    state: "approval",
    approvalId,
    // A call that is known has a name already.
    ...(call === undefined && optional("name", text(value.reason))),
    ...optional("title", text(value.message)),
  };
}

function* finish({ type, interrupts }: Readonly<Record<string, unknown>>): Iterable<ChatEvent> {
  if (type === "interrupt") {
    for (const value of records(interrupts)) yield { type: "part", part: interrupt(value) };
  }
  yield {
    type: "finish",
    reason: type === "interrupt" ? "input" : type === "cancelled" ? "stopped" : "stop",
  };
}
