import type { ReplyBubbles } from "./begun-reply.js";
import type { ChatEvent, ChatFailure, Message, MessageStatus, Part } from "./protocol/index.js";

/** What a backend gone wrong adds to a bubble beyond this is left out. */
const MAX_PARTS = 500;

/**
 * Applies one event to a turn's bubbles. Total and pure; events that come after the end change nothing.
 * Bubbles that an event does not touch keep their identity.
 */
export function applyEvent(reply: ReplyBubbles, event: ChatEvent): ReplyBubbles {
  if (!reply.messages.some(isOpen)) return reply;
  switch (event.type) {
    case "start":
      return start(reply, event);
    case "delta":
    case "part":
      return updateBubble(open(reply, event.message), (message) => ({
        ...message,
        status: "streaming",
        parts: event.type === "delta" ? appendDelta(message.parts, event) : upsertPart(message.parts, event),
      }));
    case "step":
      return markStep(open(reply, event.message));
    case "reset": {
      const target = open(reply, event.message);
      const kept =
        event.to === "step" && Object.hasOwn(target.steps, target.current) ? target.steps[target.current] : 0;
      return markStep(
        updateBubble(target, (message) => ({ ...message, parts: message.parts.slice(0, kept) })),
      );
    }
    case "finish":
      return conclude(reply, event.reason === "stopped" ? "stopped" : "done");
    case "error":
      return conclude(reply, isCut(event.error) ? "interrupted" : "error", event.error);
    case "meta":
    case "history":
      return reply; // they concern the conversation, not this turn's bubbles
  }
}

const isOpen = (message: Message) => message.status === "pending" || message.status === "streaming";
/** The reply may go on at the server; only the way to it broke. */
const isCut = ({ code }: ChatFailure) => code === "interrupted" || code === "network" || code === "timeout";
const bubble = ({ messages }: ReplyBubbles, id: string) => messages.find((message) => message.id === id);

function start(reply: ReplyBubbles, event: Extract<ChatEvent, { type: "start" }>): ReplyBubbles {
  const started = updateBubble(open(reply, event.message ?? event.id), (message) => ({
    ...message,
    status: "streaming",
    parts: event.replay === true ? [] : message.parts,
  }));
  return event.replay === true ? markStep(started) : started;
}

/** Notes how many parts the current bubble has. */
function markStep(reply: ReplyBubbles): ReplyBubbles {
  const count = bubble(reply, reply.current)?.parts.length ?? 0;
  return { ...reply, steps: { ...reply.steps, [reply.current]: count } };
}

/** Makes a bubble the current one, adding it when it is new. */
function open(reply: ReplyBubbles, id: string | undefined): ReplyBubbles {
  if (id === undefined || id === reply.current) return reply;
  if (bubble(reply, id) !== undefined) return { ...reply, current: id };
  const current = bubble(reply, reply.current);
  if (current?.status === "pending") {
    // The first bubble stands before the backend has named it.
    const messages = reply.messages.map((message) => (message === current ? { ...message, id } : message));
    return { ...reply, messages, current: id };
  }
  const createdAt = reply.messages.at(-1)?.createdAt;
  const fresh: Message = {
    id,
    role: "assistant",
    parts: [],
    status: "streaming",
    ...(createdAt !== undefined && { createdAt }),
  };
  return { ...reply, messages: [...reply.messages, fresh], current: id };
}

function updateBubble(reply: ReplyBubbles, change: (message: Message) => Message): ReplyBubbles {
  return {
    ...reply,
    messages: reply.messages.map((message) =>
      message.id === reply.current && isOpen(message) ? change(message) : message,
    ),
  };
}

function appendDelta(parts: readonly Part[], delta: Extract<ChatEvent, { type: "delta" }>): readonly Part[] {
  const id = delta.id ?? "0";
  const done = delta.done === true;
  const index = parts.findIndex((part) => part.type === delta.kind && part.id === id);
  const found = parts[index];
  if (found === undefined || !("text" in found))
    return addPart(parts, { type: delta.kind, id, text: delta.text, done });
  return parts.with(index, { ...found, text: found.text + delta.text, done });
}

function upsertPart(
  parts: readonly Part[],
  { part, append }: Extract<ChatEvent, { type: "part" }>,
): readonly Part[] {
  const index = parts.findIndex(({ type, id }) => type === part.type && id === part.id);
  const found = parts[index];
  if (found === undefined) return addPart(parts, part);
  const merged = { ...found, ...part } as Part;
  if (append === "inputText" && found.type === "tool" && part.type === "tool" && merged.type === "tool") {
    return parts.with(index, { ...merged, inputText: (found.inputText ?? "") + (part.inputText ?? "") });
  }
  return parts.with(index, merged);
}

const addPart = (parts: readonly Part[], part: Part) => (parts.length < MAX_PARTS ? [...parts, part] : parts);

function conclude(reply: ReplyBubbles, status: MessageStatus, error?: ChatFailure): ReplyBubbles {
  return {
    ...reply,
    messages: reply.messages.map((message) =>
      !isOpen(message)
        ? message
        : {
            ...message,
            status,
            parts: message.parts.map((part) =>
              "text" in part && part.done !== true ? { ...part, done: true } : part,
            ),
            ...(error !== undefined && { error }),
          },
    ),
  };
}
