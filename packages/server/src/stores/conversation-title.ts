import type { NewMessage } from "./store.js";

const MAX_LENGTH = 80;

/** What a list calls a conversation: the beginning of its first message, or the name of the file it is about. */
export function conversationTitle({ text, parts }: Pick<NewMessage, "text" | "parts">): string {
  const [first] = parts;
  const title = text.trim() === "" && first?.type === "file" ? (first.name ?? "") : text.trim();
  const line = title.replace(/\s+/g, " ");
  // By characters: half a surrogate pair is no text.
  return line.length > MAX_LENGTH
    ? `${Array.from(line)
        .slice(0, MAX_LENGTH - 1)
        .join("")}…`
    : line;
}
