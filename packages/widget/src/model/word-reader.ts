import type { Lexer, Token } from "marked";

/**
 * Reads the words of the blocks that a lexer has found. Words that the text before had too are not read again and keep
 * their identity: of a list or a table that grows, all but the last line.
 */
export function wordReader(): (lexer: Lexer) => void {
  let known = new Map<string, readonly Token[]>();
  let definitions = "";
  return (lexer) => {
    // The same brackets are a link or none, as the definitions say.
    const current = JSON.stringify(lexer.tokens.links);
    if (current !== definitions) known.clear();
    definitions = current;
    const read = new Map<string, readonly Token[]>();
    for (const { src, tokens } of lexer.inlineQueue) {
      // Inline html that is left open ends with its block.
      lexer.state.inRawBlock = false;
      const words = read.get(src) ?? known.get(src) ?? lexer.inlineTokens(src);
      read.set(src, words);
      tokens.push(...words);
    }
    known = read;
  };
}
