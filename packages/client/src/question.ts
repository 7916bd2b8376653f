import { type Message, type PartOf, textMessage } from "./protocol/index.js";

/** A visitor's message that is to be sent: its text, then its files. */
export function questionOf(
  fields: Pick<Message, "id" | "createdAt" | "replaces">,
  text: string,
  attachments: readonly PartOf<"file">[] = [],
): Message {
  const message = textMessage({ ...fields, role: "user", status: "pending" }, text);
  return attachments.length === 0 ? message : { ...message, parts: [...message.parts, ...attachments] };
}
