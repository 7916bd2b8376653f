/** A browser lays out a paragraph as a whole: of a longer one than this, each word that comes would cost too much. */
const PIECE = 4_000;

/**
 * Cuts a long text between its lines, else between its words. Together the pieces are the text, and all but the last
 * stay what they are while the text grows.
 */
export function textPieces(text: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  while (text.length - start > PIECE) {
    const end = pieceEnd(text.slice(start, start + PIECE)) + start;
    pieces.push(text.slice(start, end));
    start = end;
  }
  pieces.push(text.slice(start));
  return pieces;
}

function pieceEnd(window: string): number {
  let end = window.lastIndexOf("\n");
  // An empty line at the end of a box would not show; at the beginning of the next one it does.
  while (end > 0 && window[end - 1] === "\n") end -= 1;
  if (end <= 0) end = window.lastIndexOf(" ");
  if (end > 0) return end + 1;
  // A character may take two places.
  return /[\ud800-\udbff]$/.test(window) ? window.length - 1 : window.length;
}
