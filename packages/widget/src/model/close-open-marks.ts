const LINE_START = /^[ \t]*(?:>[ \t]*)*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:#{1,6}[ \t]+)?/;

/**
 * The line that is being written, as it will look once its marks are closed: a word in `**` is bold from its first
 * letter on, and the address of a link does not show while it is written.
 */
export function closeOpenMarks(line: string): string {
  const start = LINE_START.exec(line)?.[0] ?? "";
  const written = line.slice(start.length).trimEnd();
  // A task's box, or a list mark that may still become emphasis.
  if (/^\[[ xX]?\]?$/.test(written)) return start.trimEnd();
  if (count(written, /`/g) % 2 === 1) return written.endsWith("`") ? line : `${start}${written}\``;
  return start + closeEmphasis(withoutOpenLink(written));
}

/** A link whose address is still being written stands as its text; an image that is, as nothing. */
function withoutOpenLink(text: string): string {
  return text.replace(
    /(!?)\[([^\][\n]{0,300})(?:\]\([^()\s]{0,2000})?$/,
    (_, image: string, words: string) => (image === "" ? words : ""),
  );
}

function closeEmphasis(text: string): string {
  // What stands in code is no mark.
  const marks = text.replace(/`[^`]*`/g, "");
  const strong = count(marks, /\*\*/g) % 2 === 1;
  const struck = count(marks, /~~/g) % 2 === 1;
  const emphasized = count(marks.replace(/\*\*/g, ""), /\*(?=\S)|(?<=\S)\*/g) % 2 === 1;
  // Just opened, with nothing in it yet.
  const bare = text.replace(/(?:\*{1,3}|~{1,2})$/, "");
  if (bare !== text && (strong || struck || emphasized)) return closeEmphasis(bare);
  return text + (emphasized ? "*" : "") + (strong ? "**" : "") + (struck ? "~~" : "");
}

function count(text: string, mark: RegExp): number {
  return text.match(mark)?.length ?? 0;
}
