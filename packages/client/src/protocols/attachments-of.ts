import type { Attachment, Message } from "../protocol/index.js";

/** The files of a message, as a request carries them. */
export function attachmentsOf(message: Message): Attachment[] {
  return message.parts.flatMap((part) =>
    part.type === "file"
      ? [{ id: part.id, url: part.url, name: part.name ?? "", type: part.mediaType ?? "" }]
      : [],
  );
}
