import type { Message, ReplyState, SessionState } from "@chatisle/client";
import type { WidgetEvent } from "../element/widget-event.js";

/** What events are made of: a chat at one moment. */
export interface ChatMoment {
  readonly session: SessionState["status"];
  readonly conversation: string;
  readonly messages: readonly Message[];
  readonly reply: ReplyState;
}

/** Only what is at the end of a conversation changes in a way that is worth an event. */
const LATEST = 6;

/** What has happened between two moments. A history that is loaded is not something that happens. */
export function eventsBetween(before: ChatMoment, after: ChatMoment): WidgetEvent[] {
  const events: WidgetEvent[] = [];
  if (before.session !== after.session) events.push({ type: "session", status: after.session });
  if (before.conversation !== after.conversation && before.conversation !== "") {
    events.push({ type: "conversation", id: after.conversation });
    return events;
  }
  if (before.messages !== after.messages) {
    const known = new Map(before.messages.slice(-LATEST - 2).map((message) => [message.id, message]));
    for (const message of after.messages.slice(-LATEST)) {
      const event = messageEvent(known.get(message.id), message);
      if (event) events.push(event);
    }
  }
  return [...events, ...replyEvents(before, after)];
}

function messageEvent(
  before: Message | undefined,
  { id, role, status, error, rating }: Message,
): WidgetEvent | null {
  if (before?.rating !== rating && before !== undefined) {
    return { type: "message-rated", id, value: rating ?? 0 };
  }
  if (role !== "user" || before?.status === status) return null;
  if (before === undefined) return status === "pending" ? { type: "message-sent", id } : null;
  if (status === "done") return { type: "message-delivered", id };
  return status === "error" ? { type: "message-failed", id, code: error?.code ?? "server" } : null;
}

function replyEvents(before: ChatMoment, after: ChatMoment): WidgetEvent[] {
  const events: WidgetEvent[] = [];
  const started = after.reply.status === "streaming" ? after.reply.messageId : undefined;
  const running = before.reply.status === "streaming" ? before.reply.messageId : undefined;
  if (running !== undefined && running !== started) {
    const reply = after.messages.findLast(({ id }) => id === running);
    if (reply) {
      const { id, status, error } = reply;
      events.push({ type: "reply-end", id, status, ...(error && { code: error.code }) });
    }
  }
  if (started !== undefined && started !== running) events.push({ type: "reply-start", id: started });
  return events;
}
