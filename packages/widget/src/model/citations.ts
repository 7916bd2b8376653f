const MARK = /\[\^?(\d{1,3})\]|【(\d{1,3})(?:[:†][^】]*)?】/g;

/** The end of the word before a citation. It is short, so that words without spaces can still be broken. */
const WORD_END = /\S{1,8}(?=\s*$)/u;

/** Numbers of sources, from 1, and the end of the word that they belong to. */
export interface Citations {
  readonly after: string;
  readonly numbers: readonly number[];
}

/**
 * Cuts a text at its citations, such as `[2]`, `[^2]` or `【2†source】`. A number that has no source stays text.
 * @param sourceCount - How many sources the message has.
 */
export function splitCitations(text: string, sourceCount: number): readonly (string | Citations)[] {
  const pieces: (string | Citations)[] = [];
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    const number = Number(match[1] ?? match[2]);
    if (number < 1 || number > sourceCount) continue;
    const words = text.slice(end, match.index);
    const last = pieces.at(-1);
    if (words.trim() === "" && typeof last === "object") {
      pieces[pieces.length - 1] = { ...last, numbers: [...last.numbers, number] };
    } else {
      const [after = ""] = WORD_END.exec(words) ?? [];
      pieces.push(words.slice(0, words.trimEnd().length - after.length), { after, numbers: [number] });
    }
    end = match.index + match[0].length;
  }
  return end < text.length || pieces.length === 0 ? [...pieces, text.slice(end)] : pieces;
}
