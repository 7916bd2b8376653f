/** In characters. Of a megabyte without a line break, engines would look for directions for more than a second a key. */
const LONG = 100_000;

const RIGHT_TO_LEFT = /^\P{L}*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;

/**
 * Each paragraph of a field has the direction of its words. Engines look for it in the whole text at every key, so a
 * very long text has one direction, that of its first word.
 * @param text - What the field holds, or is about to hold: what comes at once is best told before it is there.
 */
export function fitDirection(field: HTMLTextAreaElement, text: string): void {
  if (text.length <= LONG) field.removeAttribute("dir");
  else field.dir = RIGHT_TO_LEFT.test(text) ? "rtl" : "ltr";
}
