/** The words of a text as they are searched: lower case, without accents, stop words and endings. */
export function searchTerms(text: string): readonly string[] {
  return words(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map((word) => stem(word.slice(0, LONGEST_WORD)));
}

/** Longer ones are no words, and matching endings against them takes time. */
const LONGEST_WORD = 40;

/** The words of a text: lower case, without accents. */
export function words(text: string): readonly string[] {
  return (
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu) ?? []
  );
}

/** Terms that ask for the same thing on a company's pages. */
export function synonyms(term: string): readonly string[] {
  return (SYNONYMS.get(term) ?? []).filter((other) => other !== term);
}

/**
 * Takes the ending off an English word, so that `shipping`, `ships` and `ship` are one. Cruder than Porter's algorithm:
 * the search also matches by prefix, which forgives the rest.
 */
export function stem(word: string): string {
  const bare = word.replace(/['’]\p{L}+$/u, "");
  if (bare.length < 4 || /\d/.test(bare)) return bare;
  const singular = bare
    .replace(/ies$/, "y")
    .replace(/(s|x|z|ch|sh)es$/, "$1")
    .replace(/([^siu])s$/, "$1");
  const root = singular.replace(/(?<=[aeiouy].*[^aeiou]|[aeiouy]{2}.*)(ing|ed)$/, "");
  const single = root === singular ? root : root.replace(/([^aeioulsz])\1$/, "$1");
  return single.length > 3 ? single.replace(/e$/, "") : single;
}

const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    "a about after all also am an and any anything are as at be been before being but by can can't could did do " +
    "does doesn't doing don't each else every five for four from get gets getting give go going got had has have " +
    "having he her here him his how however i i'd if i'll i'm in into is isn't it it's its i've just know let " +
    "like long make many may me might more most much must my need no not now of off often on one only or other " +
    "our out over please really shall she should show six so some somebody someone something still such tell ten " +
    "than that that's the their them then there these they this those three to too two until up upon us use very " +
    "want was way we were what what's when where where's which while who whom who's whose why will wish with " +
    "without would yes yet you you'd your you're yours"
  ).split(" "),
);

const SYNONYMS: ReadonlyMap<string, readonly string[]> = new Map(
  [
    "cost price pricing fee expensive cheap",
    "ship shipping deliver delivery dispatch postage",
    "return refund money",
    "buy order purchase",
    "contact email mail phone telephone call reach support",
    "cancel terminate unsubscribe",
    "guarantee warranty",
    "repair fix broken",
    "reset restart",
    "install setup start",
    "size dimension height width",
    "weight heavy weigh",
    "pay payment card invoice billing",
    "discount coupon sale voucher",
    "open opening hours",
    "location located showroom",
    "waterproof rain wet outdoor",
    "job career hiring vacancy",
    "clean cleaning wash care",
  ].flatMap((group) => {
    const stems = [...new Set(group.split(" ").map(stem))];
    return stems.map((term): [string, readonly string[]] => [term, stems]);
  }),
);
