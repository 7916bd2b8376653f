import { Lexer, type MarkedToken } from "marked";

/** Beyond this many characters an unfinished block is shown as plain text: to lex it for each frame would cost too much. */
const LONGEST_TAIL = 100_000;

/**
 * Reads a text that grows, block by block. A block that later text cannot change is lexed once and keeps its
 * identity (`===`), so that it needs no rendering again.
 */
export class MarkdownBlocks {
  #text = "";
  #settledLength = 0;
  #settled: readonly MarkedToken[] = [];
  #definitions = "";
  #links: Lexer["tokens"]["links"] = {};

  /** The blocks of the whole text. A text that does not continue the one before is read from its beginning. */
  read(source: string): readonly MarkedToken[] {
    const text = source.replace(/\r\n?/g, "\n");
    if (!text.startsWith(this.#text)) this.#restart();
    this.#text = text;
    let tokens = this.#lexTail();
    const definitions = JSON.stringify(tokens.links);
    if (definitions !== this.#definitions && this.#settledLength > 0) {
      // A new definition can turn any bracket before it into a link.
      this.#restart();
      tokens = this.#lexTail();
    }
    this.#definitions = definitions;
    const blocks = [...this.#settled, ...(tokens as readonly MarkedToken[])];
    this.#settle(tokens as readonly MarkedToken[], tokens.links);
    return blocks;
  }

  #restart(): void {
    this.#settledLength = 0;
    this.#settled = [];
    this.#links = {};
  }

  #lexTail() {
    const tail = this.#text.slice(this.#settledLength);
    const lexer = new Lexer({ gfm: true });
    Object.assign(lexer.tokens.links, this.#links);
    if (tail.length <= LONGEST_TAIL) return lexer.lex(tail);
    const plain: MarkedToken = { type: "text", raw: tail, text: tail, escaped: false };
    lexer.tokens.push(plain);
    return lexer.tokens;
  }

  #settle(tokens: readonly MarkedToken[], links: Lexer["tokens"]["links"]): void {
    const settled = [...this.#settled];
    for (const token of tokens.slice(0, firstOpen(tokens))) {
      // What the lexer has dropped or rewritten leaves no length to go on by.
      if (!this.#text.startsWith(token.raw, this.#settledLength)) break;
      this.#settledLength += token.raw.length;
      settled.push(token);
      if (token.type === "def" && links[token.tag])
        this.#links[token.tag] = { href: token.href, title: token.title };
    }
    this.#settled = settled;
  }
}

/**
 * Where the blocks begin that later text can still change: the last one, and the one before it while the last one's
 * first line is unfinished (`***` after a paragraph is a rule, `***bold` continues the paragraph).
 */
function firstOpen(tokens: readonly MarkedToken[]): number {
  const last = tokens.findLastIndex(({ type }) => type !== "space");
  if (last <= 0 || tokens[last]?.raw.trimStart().includes("\n")) return Math.max(last, 0);
  return Math.max(
    tokens.slice(0, last).findLastIndex(({ type }) => type !== "space"),
    0,
  );
}
