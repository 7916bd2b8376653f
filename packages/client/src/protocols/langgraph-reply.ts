import type { ChatEvent, Mapper } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { modelFailure, refuseMalformed } from "./json-frames.js";
import { id, optional, records, text } from "./read-fields.js";

export interface LangGraphReplyOptions {
  /** Told the id of the run, once the server says it. */
  readonly onRun: (runId: string) => void;
  /** Whether the run can be followed further from each event. */
  readonly isResumable: boolean;
  /** The id of the run, when it is followed further. */
  readonly run?: string;
}

export function langGraphMapper({ onRun, isResumable, run }: LangGraphReplyOptions): {
  map: Mapper;
  isComplete: () => boolean;
} {
  let runId = run;
  let isNodeDone = false;
  /** Which tool call an index stands for; only its first chunk has the id. */
  const toolIds = new Map<unknown, string>();

  function* chunk(message: Readonly<Record<string, unknown>>): Iterable<ChatEvent> {
    if (message.type === "tool") {
      const isFailed = message.status === "error";
      const output = contentText(message.content);
      yield {
        type: "part",
        part: {
          type: "tool",
          id: id(message.tool_call_id) ?? "tool",
          state: isFailed ? "error" : "done",
          ...optional("name", text(message.name)),
          ...(isFailed ? { error: output } : { output }),
        },
      };
      return;
    }
    if (message.type !== "ai" && message.type !== "AIMessageChunk") return;
    const said = contentText(message.content);
    if (said !== "") yield { type: "delta", kind: "text", ...optional("id", id(message.id)), text: said };
    // While a message is streamed, its calls only repeat what can be read of their chunks.
    const chunks = records(message.tool_call_chunks);
    for (const call of chunks.length > 0 ? chunks : records(message.tool_calls)) {
      const place = `${id(message.id)}/${call.index}`;
      const toolId = id(call.id) ?? toolIds.get(place) ?? place;
      toolIds.set(place, toolId);
      yield {
        type: "part",
        append: "inputText",
        part: {
          type: "tool",
          id: toolId,
          state: "input",
          ...optional("name", text(call.name)),
          ...optional("inputText", text(call.args)),
          ...optional("input", isRecord(call.args) ? call.args : undefined),
        },
      };
    }
  }

  return {
    *map(frame) {
      refuseMalformed(frame);
      const { event, data } = frame;
      if (event === "metadata" && isRecord(data) && typeof data.run_id === "string") {
        runId = data.run_id;
        onRun(runId);
      }
      if (event === "error") yield modelFailure(isRecord(data) ? (data.message ?? data.error) : data);
      else if (event === "end") yield { type: "finish", reason: "stop" };
      else if (event === "updates") {
        isNodeDone = true;
        if (isRecord(data) && data.__interrupt__) yield* interrupts(data.__interrupt__);
      } else if (event === "messages" && Array.isArray(data) && isRecord(data[0])) {
        isNodeDone = false;
        yield* chunk(data[0]);
      }
      // Only after the event: whoever resumes from here has it.
      if (isResumable && runId !== undefined && frame.id !== undefined)
        yield { type: "meta", token: `${runId}/${frame.id}` };
    },
    // The server may just close the stream: it is whole when nothing was said since a node was last done.
    isComplete: () => isNodeDone,
  };
}

/** The graph waits for the visitor's word: for its value, or for yes or no. */
function* interrupts(values: unknown): Iterable<ChatEvent> {
  for (const value of records(values)) {
    const approvalId = id(value.id) ?? id(value.interrupt_id) ?? "interrupt";
    yield {
      type: "part",
      part: {
        type: "tool",
        id: approvalId,
        state: "approval",
        approvalId,
        ...(typeof value.value === "string" ? { title: value.value } : { input: value.value }),
      },
    };
  }
  yield { type: "finish", reason: "input" };
}

/** The text of a message's content, which is a string or a list of parts. */
export function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  return records(content)
    .map((part) => (part.type === "text" ? (text(part.text) ?? "") : ""))
    .join("");
}
