import type { AdapterContext, ChatEvent, Message, Protocol, Turn } from "../protocol/index.js";
import { textOf } from "../protocol/index.js";
import { agUiMapper } from "./ag-ui-reply.js";
import { type PresetOptions, presetRequest } from "./preset.js";

export interface AgUiOptions extends PresetOptions {
  /** Where the agent stands, such as `/agent`. */
  readonly path: string;
  /** Whether `GET {path}?offset=<token>` continues a reply that was cut, as TanStack AI offers it. Default: false. */
  readonly resume?: boolean;
}

// Without a wildcard: the protocol's own encoder answers one with protobuf.
const REPLY_TYPES = "text/event-stream, application/x-ndjson";

/**
 * Agents that speak AG-UI: LangGraph, CrewAI, Mastra, Pydantic AI, TanStack AI and others.
 * @see https://docs.ag-ui.com/concepts/events
 */
export function agUi(options: AgUiOptions): Protocol {
  const { path, resume = false, headers } = options;
  const endings = { isComplete: () => false };

  return {
    name: "ag-ui",
    credentials: options.credentials ?? "same-origin",
    revises: true,
    answers: true,

    send: (context, { id, messages, answer, signal, conversation = context.conversation }) =>
      context.exchange(
        presetRequest(options, {
          path,
          accept: REPLY_TYPES,
          json: {
            threadId: conversation,
            runId: id,
            protocolVersion: "1.0",
            state: {},
            messages: messages.flatMap((message) => {
              const content = textOf(message);
              return content === "" ? [] : [{ id: message.id, role: message.role, content }];
            }),
            tools: [],
            context: [],
            forwardedProps: {},
            ...(answer !== undefined && { resume: resumeEntries(messages.at(-1), answer) }),
          },
        }),
        agUiMapper(),
        { signal, ...endings },
      ),

    ...(resume && {
      async *resume(context: AdapterContext, { token, signal }: ResumeQuery): AsyncGenerator<ChatEvent> {
        // The token names the run, and without one there is none to ask for.
        if (token === undefined) return;
        const query = new URLSearchParams({ offset: token });
        const request = {
          path: `${path}${path.includes("?") ? "&" : "?"}${query}`,
          accept: REPLY_TYPES,
          ...(headers !== undefined && { headers }),
        };
        yield* context.exchange(request, agUiMapper(), {
          signal,
          ...endings,
          emptyStatuses: [204, 400, 404, 410],
        });
      },
    }),
  };
}

type ResumeQuery = Parameters<NonNullable<Protocol["resume"]>>[1];

/** The visitor's answers to all that the last run waits for: with a value, or else with yes or no. */
function resumeEntries(asking: Message | undefined, { approvalId, value }: NonNullable<Turn["answer"]>) {
  return (asking?.parts ?? []).flatMap((part) => {
    if (part.type !== "tool" || part.approvalId === undefined) return [];
    const approved = part.state !== "denied";
    const payload = part.approvalId === approvalId && value !== undefined ? value : approved;
    return [{ interruptId: part.approvalId, status: "resolved", payload }];
  });
}
