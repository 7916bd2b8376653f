const MARK = /\[\^?(\d{1,3})\]|【(\d{1,3})(?:[:†][^】]*)?】/g;

/** A piece of a text: words, or the number of a source, from 1. */
export type CitedPiece = string | number;

/**
 * Cuts a text at its citations, such as `[2]`, `[^2]` or `【2†source】`. A number that has no source stays text.
 * @param sourceCount - How many sources the message has.
 */
export function splitCitations(text: string, sourceCount: number): readonly CitedPiece[] {
  if (sourceCount === 0) return [text];
  const pieces: CitedPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    const number = Number(match[1] ?? match[2]);
    if (number < 1 || number > sourceCount) continue;
    if (match.index > end) pieces.push(text.slice(end, match.index));
    pieces.push(number);
    end = match.index + match[0].length;
  }
  if (end < text.length || pieces.length === 0) pieces.push(text.slice(end));
  return pieces;
}
