import type { Labels } from "../labels.js";

/** The words of the panel and the language they are in. */
export interface Wording {
  readonly labels: Labels;
  /** BCP 47. */
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
}

/** Languages written from right to left, for engines whose `Intl.Locale` does not tell. */
const RIGHT_TO_LEFT = /^(ar|arc|ckb|dv|fa|he|ks|ku-arab|nqo|ps|sd|ug|ur|yi)\b/i;

/** Words with the language they are in. A tag that is none is taken as English. */
export function wordingOf(labels: Labels, lang: string): Wording {
  return { labels, lang: isLanguageTag(lang) ? lang : "en", dir: RIGHT_TO_LEFT.test(lang) ? "rtl" : "ltr" };
}

function isLanguageTag(lang: string): boolean {
  try {
    return Intl.getCanonicalLocales(lang).length === 1;
  } catch {
    return false;
  }
}
