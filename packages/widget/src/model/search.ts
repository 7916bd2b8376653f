import { type Message, textOf } from "@chatisle/client";
import { spokenText } from "./spoken-text.js";

/** How many characters of a message stand before what was found in it, and after it. */
const BEFORE = 40;
const AFTER = 120;

/** A message that holds what was searched, and the words around it. */
export interface Found {
  readonly id: string;
  readonly role: Message["role"];
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

/** What a visitor would read in each message, without marks of markdown. A message that changes is another object. */
const texts = new WeakMap<Message, string>();

/**
 * The messages that hold a text, the newest first. Case and accents make no difference, nor does the width of spaces.
 * A blank text is in none.
 */
export function searchMessages(messages: readonly Message[], query: string): readonly Found[] {
  const wanted = folded(query.trim().replace(/\s+/g, " "));
  if (wanted === "") return [];
  return messages.toReversed().flatMap((message) => {
    const text = readableText(message);
    const at = folded(text).indexOf(wanted);
    if (at < 0) return [];
    const start = lengthUnfolded(text, at);
    const end = start + lengthUnfolded(text.slice(start), wanted.length);
    const from = Math.max(start - BEFORE, 0);
    return {
      id: message.id,
      role: message.role,
      before: (from > 0 ? "…" : "") + text.slice(from, start),
      match: text.slice(start, end),
      after: text.slice(end, end + AFTER),
    };
  });
}

function readableText(message: Message): string {
  const known = texts.get(message);
  if (known !== undefined) return known;
  const written = textOf(message);
  const text = (message.role === "user" ? written : spokenText(written)).replace(/\s+/g, " ");
  texts.set(message, text);
  return text;
}

const folded = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** How much of a text is as long as this once it is folded: letters with accents and ligatures change their length. */
function lengthUnfolded(text: string, length: number): number {
  let unfolded = 0;
  let rest = length;
  for (const letter of text) {
    const width = folded(letter).length;
    // An accent of its own belongs to the letter before it.
    if (rest <= 0 && width > 0) break;
    rest -= width;
    unfolded += letter.length;
  }
  return unfolded;
}
