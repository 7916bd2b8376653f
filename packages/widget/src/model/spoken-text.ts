/** Marks of markdown, and what is said in their place. Lengths are bounded: a mark that never closes costs little. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  // A fence loses its marks and its language; the code stays.
  [/^ {0,3}(?:`{3,}|~{3,}).*$/gm, ""],
  // The line under a table's head.
  [/^[ \t]*\|?[ \t:|-]*-{2,}[ \t:|-]*$/gm, ""],
  [/!?\[([^\][\n]{0,300})\]\((?:[^()\n]|\([^()\n]{0,300}\)){0,300}\)/g, "$1"],
  [/^[ \t]*(?:>[ \t]?)+/gm, ""],
  [/^[ \t]*#{1,6}[ \t]+/gm, ""],
  [/^([ \t]*)[-*+][ \t]+(?:\[[ xX]\][ \t]+)?/gm, "$1"],
  [/(\*\*|__|~~)(?=\S)(.{1,300}?)\1/g, "$2"],
  [/([*`])(?=\S)([^*`\n]{1,300})\1/g, "$2"],
  [/[ \t]*\|[ \t]*/g, ", "],
  [/^, |, $/gm, ""],
  [/\n{2,}/g, "\n"],
];

/** A reply as it is read out: its words, without the marks that only make it look right. */
export function spokenText(markdown: string): string {
  let text = markdown;
  for (const [mark, instead] of MARKS) text = text.replace(mark, instead);
  return text.trim();
}
