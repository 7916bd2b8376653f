import type { ChatEvent, Mapper, Message, Protocol, Role } from "../protocol/index.js";
import { textMessage, textOf } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { jsonFrames, modelFailure } from "./json-frames.js";
import { type PresetOptions, presetRequest } from "./preset.js";
import { id, records, text } from "./read-fields.js";

export interface N8nOptions extends PresetOptions {
  /** The chat trigger's webhook, such as `/webhook/<id>/chat`. */
  readonly path: string;
  /** Default: `chatInput`. */
  readonly inputKey?: string;
  /** Default: `sessionId`. */
  readonly sessionKey?: string;
  /** Whether the trigger is set to load the previous session from memory. Default: false. */
  readonly history?: boolean;
}

/**
 * n8n's chat trigger, in the response modes "when last node finishes" and "streaming". Who knows a conversation's id
 * can read it, so the id is long and random.
 * @see https://docs.n8n.io/integrations/builtin/core-nodes/n8n-nodes-langchain.chattrigger/
 */
export function n8n(options: N8nOptions): Protocol {
  const { path, inputKey = "chatInput", sessionKey = "sessionId", history = false } = options;

  return {
    name: "n8n",
    // It never allows credentials, with which a browser then refuses the answer.
    credentials: options.credentials ?? "omit",
    send(context, { message, signal, conversation = context.conversation }) {
      const json = { action: "sendMessage", [sessionKey]: conversation, [inputKey]: textOf(message) };
      const request = presetRequest(options, {
        path,
        json,
        accept: "application/json, application/x-ndjson",
      });
      const { map, isComplete } = n8nMapper();
      return context.exchange(request, map, { signal, isComplete });
    },
    ...(history &&
      ({
        async history(context, { conversation = context.conversation, signal }) {
          const json = { action: "loadPreviousSession", [sessionKey]: conversation };
          const answer = await context.json(presetRequest(options, { path, json }), signal);
          const rows = records(isRecord(answer) ? answer.data : undefined);
          return { items: rows.flatMap((row, index) => readRow(row, `row-${index}`) ?? []) };
        },
      } satisfies Partial<Protocol>)),
  };
}

/** Reads a whole answer, or lines in which several nodes of a workflow may take turns. */
function n8nMapper(): { map: Mapper; isComplete: () => boolean } {
  const open = new Set<string>();

  /** A run of a node: the end of one is not the end of the reply. */
  function nodeOf(metadata: unknown): string {
    const { nodeId, runIndex, itemIndex } = isRecord(metadata) ? metadata : {};
    return [nodeId, runIndex, itemIndex].join("/");
  }

  const mapItem = (item: Readonly<Record<string, unknown>>): Iterable<ChatEvent> => {
    const { type, content, metadata } = item;
    if (type === "begin") open.add(nodeOf(metadata));
    else if (type === "end") open.delete(nodeOf(metadata));
    else if (type === "error") return [modelFailure(content)];
    else if (type === "item") return said(content);
    else return wholeAnswer(item);
    return [];
  };
  const mapFrame = jsonFrames(mapItem);
  return {
    *map(frame) {
      if (!Array.isArray(frame.data)) return yield* mapFrame(frame);
      for (const item of records(frame.data)) yield* mapItem(item);
    },
    isComplete: () => open.size === 0,
  };
}

const said = (content: unknown): ChatEvent[] =>
  typeof content === "string" && content !== "" ? [{ type: "delta", kind: "text", text: content }] : [];

function* wholeAnswer(answer: Readonly<Record<string, unknown>>): Iterable<ChatEvent> {
  if (answer.executionStarted === true) {
    return yield modelFailure(
      'The workflow answers over a WebSocket. Set the chat trigger\'s response mode to "Streaming" or "When last node finishes".',
    );
  }
  if (answer.error !== undefined)
    return yield modelFailure(isRecord(answer.error) ? answer.error.message : answer.error);
  yield* said(text(answer.output) ?? text(answer.text) ?? text(answer.message));
  if (Array.isArray(answer.buttons)) {
    yield { type: "part", part: { type: "data", id: "buttons", name: "choices", value: answer.buttons } };
  }
}

const ROLES: ReadonlyMap<unknown, Role> = new Map([
  ["HumanMessage", "user"],
  ["AIMessage", "assistant"],
]);

function readRow(row: Readonly<Record<string, unknown>>, place: string): Message | null {
  if (!Array.isArray(row.id) || !isRecord(row.kwargs)) return null;
  const role = ROLES.get(row.id.at(-1));
  const content = text(row.kwargs.content);
  if (role === undefined || content === undefined) return null;
  return textMessage({ id: id(row.kwargs.id) ?? place, role, status: "done" }, content);
}
