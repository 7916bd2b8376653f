const MARKUP =
  /[*_`~#>|<[\]\\&]|^\s*(?:[-+]|\d+[.)])\s|^\s*(?:={3,}|-{3,})\s*$|https?:\/\/|www\.|\S@\S|^(?: {4}|\t)/m;

/** Whether a text can look different as markdown than as plain paragraphs. */
export function hasMarkdown(text: string): boolean {
  return MARKUP.test(text);
}
