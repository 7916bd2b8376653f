import { Lexer, type MarkedToken } from "marked";
import { closeOpenMarks } from "./close-open-marks.js";
import { wordReader } from "./word-reader.js";

type Links = Lexer["tokens"]["links"];

/** How many characters are lexed at once: what a long list of this length costs fits into a frame. */
const WINDOW = 30_000;

/** An open fence is cheap to lex, however long. */
const FENCE_WINDOW = 200_000;

const FENCE = /^ {0,3}(?:```|~~~)/;

/** Blocks whose words may hold marks that are not closed yet. */
const WITH_MARKS: ReadonlySet<string> = new Set(["paragraph", "heading", "list", "blockquote", "table"]);

/** Nesting deeper than any answer's, and lines longer: the lexer's time grows with their square. */
const COSTLY = /^[ \t>*+-]{300}|^.{10000}/m;

/**
 * Reads a text that grows, block by block. A block that later text cannot change is lexed once and keeps its
 * identity (`===`), so that it needs no rendering again. What would take too long to lex stays plain text.
 */
export class MarkdownBlocks {
  #text = "";
  #settledLength = 0;
  #settled: readonly MarkedToken[] = [];
  #definitions = "{}";
  #links: Links = {};
  #words = wordReader();

  /**
   * The blocks of the whole text. A text that does not continue the one before is read from its beginning.
   * @param isOpen - Whether more is to come: then the marks of the last line count as closed.
   */
  read(source: string, isOpen = false): readonly MarkedToken[] {
    const text = source.replace(/\r\n?/g, "\n");
    if (!text.startsWith(this.#text)) this.#restart();
    this.#text = text;
    let tail = this.#readTail();
    const definitions = JSON.stringify(tail.links);
    if (definitions !== this.#definitions && this.#settledLength > 0) {
      // A new definition can turn any bracket before it into a link: found in a first pass, used in a second.
      this.#restart();
      const { links } = this.#readTail();
      this.#restart();
      tail = this.#readTail(links);
    }
    this.#definitions = definitions;
    return isOpen ? this.#closeLast(tail.blocks) : tail.blocks;
  }

  #closeLast(blocks: readonly MarkedToken[]): readonly MarkedToken[] {
    const last = blocks.at(-1);
    if (last === undefined || !WITH_MARKS.has(last.type)) return blocks;
    const lineStart = last.raw.lastIndexOf("\n") + 1;
    const line = last.raw.slice(lineStart);
    const closed = closeOpenMarks(line);
    if (closed === line) return blocks;
    return [
      ...blocks.slice(0, -1),
      ...(this.#lex(last.raw.slice(0, lineStart) + closed, {}) as MarkedToken[]),
    ];
  }

  #restart(): void {
    this.#settledLength = 0;
    this.#settled = [];
    this.#links = {};
  }

  /** Lexes what is not settled, window by window, and settles what it can. `known` may come later in the text. */
  #readTail(known: Links = {}): { readonly blocks: readonly MarkedToken[]; readonly links: Links } {
    for (;;) {
      const tail = this.#text.slice(this.#settledLength);
      const window = tail.slice(0, FENCE.test(tail) ? FENCE_WINDOW : WINDOW);
      const tokens = this.#lex(window, known);
      const before = this.#settledLength;
      const blocks = [...this.#settled, ...(tokens as readonly MarkedToken[])];
      this.#settle(tokens as readonly MarkedToken[], tokens.links);
      if (window.length === tail.length) return { blocks, links: tokens.links };
      if (this.#settledLength === before)
        return { blocks: [...this.#settled, plain(tail)], links: tokens.links };
    }
  }

  #lex(text: string, known: Links): Lexer["tokens"] {
    const lexer = new Lexer({ gfm: true });
    Object.assign(lexer.tokens.links, known, this.#links);
    if (COSTLY.test(text)) {
      lexer.tokens.push(plain(text));
    } else {
      lexer.blockTokens(text, lexer.tokens);
      this.#words(lexer);
    }
    return lexer.tokens;
  }

  #settle(tokens: readonly MarkedToken[], links: Links): void {
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

const plain = (text: string): MarkedToken => ({ type: "text", raw: text, text, escaped: false });

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
