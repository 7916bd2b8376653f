import type { AdapterContext, Message, PartOf, Protocol, Turn } from "../protocol/index.js";
import { aiSdkMapper } from "./ai-sdk-reply.js";
import { type PresetOptions, presetRequest } from "./preset.js";

export interface AiSdkOptions extends PresetOptions {
  /** Default: `/api/chat`. */
  readonly path?: string;
  /** `last`: only the visitor's message is sent, as `message`. Default: the whole transcript, as `messages`. */
  readonly only?: "last";
  /** `text`: the route answers with the SDK's text stream, which has neither parts nor failures. Default: `ui-message`. */
  readonly stream?: "ui-message" | "text";
  /** Whether `GET {path}/{chat id}/stream` repeats a running reply. Default: false. */
  readonly resume?: boolean;
}

const REPLY_TYPES = "text/event-stream, text/plain";

/**
 * Routes written with the Vercel AI SDK that answer with a UI message stream.
 * @see https://ai-sdk.dev/docs/ai-sdk-ui/stream-protocol
 */
export function aiSdk(options: AiSdkOptions = {}): Protocol {
  const { path = "/api/chat", only, stream, resume = false, headers = {} } = options;
  // A text stream just ends; a UI message stream says so.
  const isText = stream === "text";
  const isComplete = () => isText;

  return {
    name: "ai-sdk",
    credentials: options.credentials ?? "same-origin",
    revises: true,
    answers: true,

    send(
      context,
      { trigger, message, messages, replaces, regenerates, signal, conversation = context.conversation },
    ) {
      const json = {
        id: conversation,
        trigger: trigger === "regenerate" ? "regenerate-message" : "submit-message",
        // Undefined fields are not sent.
        messageId: regenerates ?? replaces,
        ...(only === "last"
          ? { message: uiMessage(messages.at(-1) ?? message) }
          : { messages: uiMessages(messages) }),
      };
      const request = presetRequest(options, { path, accept: REPLY_TYPES, json });
      const mapper = aiSdkMapper({ isText, isContinuation: trigger === "answer" });
      return context.exchange(request, mapper, { signal, isComplete });
    },

    ...(resume && {
      resume(context: AdapterContext, { signal, conversation = context.conversation }: ResumeQuery) {
        const chat = encodeURIComponent(conversation);
        const request = { path: `${path}/${chat}/stream`, accept: REPLY_TYPES, headers };
        return context.exchange(request, aiSdkMapper({ isText }), {
          signal,
          isComplete,
          emptyStatuses: [204],
        });
      },
    }),
  };
}

type ResumeQuery = Parameters<NonNullable<Protocol["resume"]>>[1];

const uiMessages = (messages: Turn["messages"]) =>
  messages.map(uiMessage).filter(({ parts }) => parts.length > 0);

function uiMessage({ id, role, parts }: Message) {
  return {
    id,
    role,
    parts: parts.flatMap((part): object[] => {
      if (part.type === "text") return [{ type: "text", text: part.text }];
      if (part.type === "tool") return uiTool(part);
      if (part.type !== "file") return [];
      const { url, mediaType = "application/octet-stream", name: filename } = part;
      return [{ type: "file", url, mediaType, filename }];
    }),
  };
}

/** A tool call that the visitor has answered. Others are the server's own business. */
function uiTool({ id: toolCallId, name, input, state, approvalId }: PartOf<"tool">): object[] {
  const approved = state === "ready";
  if (approvalId === undefined || !(approved || state === "denied")) return [];
  const approval = { id: approvalId, approved };
  return [{ type: `tool-${name}`, toolCallId, input, state: "approval-responded", approval }];
}
