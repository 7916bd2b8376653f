import type { AdapterContext, ChatEvent, Message, Protocol, Role } from "../protocol/index.js";
import { ChatError, textMessage, textOf } from "../protocol/index.js";
import { isRecord } from "../transport/is-record.js";
import { contentText, langGraphMapper } from "./langgraph-reply.js";
import { type PresetOptions, presetRequest } from "./preset.js";
import { id, records } from "./read-fields.js";

export interface LangGraphOptions extends PresetOptions {
  /** The assistant's id, or the graph's name. */
  readonly assistant: string;
  /** Put before `/threads`. Default: nothing. */
  readonly path?: string;
  /**
   * Whether a reply that was cut is followed from where it broke off. The server keeps the events of each run then, and
   * on another origin has to allow the header `Last-Event-ID`. Default: false.
   */
  readonly resume?: boolean;
}

/**
 * A LangGraph server, over its runs on threads.
 * @see https://langchain-ai.github.io/langgraph/cloud/reference/api/api_ref.html
 */
export function langGraph(options: LangGraphOptions): Protocol {
  const { assistant, path = "", headers, resume = false } = options;
  const threadPath = (conversation: string) => `${path}/threads/${uuid(conversation)}`;
  const runPath = (conversation: string, runId: string) =>
    `${threadPath(conversation)}/runs/${encodeURIComponent(runId)}`;
  /** The run that `stop` ends. */
  let run: string | undefined;
  const onRun = (runId: string) => {
    run = runId;
  };

  return {
    name: "langgraph",
    credentials: options.credentials ?? "omit",

    answers: true,

    send(context, { message, answer, signal, conversation = context.conversation }) {
      run = undefined;
      const { map, isComplete } = langGraphMapper({ onRun, isResumable: resume });
      const request = presetRequest(options, {
        path: `${threadPath(conversation)}/runs/stream`,
        accept: "text/event-stream",
        json: {
          assistant_id: assistant,
          ...(answer === undefined
            ? { input: { messages: [{ id: message.id, role: "user", content: textOf(message) }] } }
            : { command: { resume: answer.value ?? answer.approved } }),
          // The updates say when a node is done, which the messages alone never do.
          stream_mode: ["messages-tuple", "updates"],
          if_not_exists: "create",
          on_disconnect: "continue",
          ...(resume && { stream_resumable: true }),
        },
      });
      return context.exchange(request, map, { signal, isComplete });
    },

    ...(resume && {
      async *resume(
        context: AdapterContext,
        { token, signal, conversation = context.conversation }: ResumeQuery,
      ): AsyncGenerator<ChatEvent> {
        const [runId, eventId] = token?.split("/") ?? [];
        if (!runId || eventId === undefined) return;
        run = runId;
        const { map, isComplete } = langGraphMapper({ onRun, isResumable: true, run: runId });
        const request = {
          path: `${runPath(conversation, runId)}/stream`,
          accept: "text/event-stream",
          headers: async () => ({
            ...(typeof headers === "function" ? await headers() : headers),
            "last-event-id": eventId,
          }),
        };
        yield* context.exchange(request, map, { signal, isComplete, emptyStatuses: [204, 404, 410, 422] });
      },
    }),

    async history(context, { conversation = context.conversation, signal }) {
      const request = {
        path: `${threadPath(conversation)}/state`,
        ...(headers !== undefined && { headers }),
      };
      try {
        const state = await context.json(request, signal);
        const values = isRecord(state) && isRecord(state.values) ? state.values : {};
        return {
          items: records(values.messages).flatMap((row, index) => readRow(row, `row-${index}`) ?? []),
        };
      } catch (cause) {
        // The thread is made by the first message.
        if (cause instanceof ChatError && cause.status === 404) return { items: [] };
        throw cause;
      }
    },

    async stop(context, { conversation = context.conversation, signal }) {
      if (run === undefined) return;
      await context.json(
        {
          path: `${runPath(conversation, run)}/cancel`,
          method: "POST",
          ...(headers !== undefined && { headers }),
        },
        signal,
      );
    },
  };
}

type ResumeQuery = Parameters<NonNullable<Protocol["resume"]>>[1];

/** Threads have UUIDs; the client's ids are the same 128 bits without hyphens. */
function uuid(conversation: string): string {
  return encodeURIComponent(
    conversation.replace(
      /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/,
      "$1-$2-$3-$4-$5",
    ),
  );
}

const ROLES: ReadonlyMap<unknown, Role> = new Map([
  ["human", "user"],
  ["ai", "assistant"],
]);

function readRow(row: Readonly<Record<string, unknown>>, place: string): Message | null {
  const role = ROLES.get(row.type);
  const content = contentText(row.content);
  if (role === undefined || content === "") return null;
  return textMessage({ id: id(row.id) ?? place, role, status: "done" }, content);
}
