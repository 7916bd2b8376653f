import { parse, type TokenType } from "sugar-high/core";
import { lang, languages } from "sugar-high/lang";

/** What a piece of code is, as far as it has a colour of its own. */
export type CodeKind = "keyword" | "string" | "comment" | "name" | "value";

/** A piece of code: text without a colour, or with one. */
export type CodePiece = string | { readonly kind: CodeKind; readonly text: string };

/** Longer code stays as it is: what it would cost is felt, and nobody reads it in a chat. */
const LONGEST = 50_000;

const KINDS: Partial<Record<TokenType, CodeKind>> = {
  keyword: "keyword",
  string: "string",
  comment: "comment",
  entity: "name",
  property: "name",
  class: "value",
};

/**
 * Cuts code into pieces to colour. Joined, they are the code, to the character.
 * @param language - As it stands at a fence: a name, an alias or the ending of a file.
 * @returns Null where the language is not known or the code is too long.
 */
export function highlight(code: string, language: string): readonly CodePiece[] | null {
  const id = lang(language);
  const known = languages.find((one) => one.id === id);
  if (known === undefined || code.length > LONGEST) return null;
  const pieces: CodePiece[] = [];
  for (const { index, tokens } of parse(code, known.config).lines) {
    if (index > 0) add(pieces, undefined, "\n");
    for (const { type, value } of tokens) add(pieces, KINDS[type], value);
  }
  const text = pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("");
  return text === code ? pieces : null;
}

/** Texts without a colour become one, so that there are no more nodes than colours. */
function add(pieces: CodePiece[], kind: CodeKind | undefined, text: string): void {
  const last = pieces.at(-1);
  if (text === "") return;
  if (kind !== undefined) pieces.push({ kind, text });
  else if (typeof last === "string") pieces[pieces.length - 1] = last + text;
  else pieces.push(text);
}
