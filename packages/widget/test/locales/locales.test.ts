import { expect, test } from "vitest";
import { DEFAULT_LABELS, type Labels, type PluralLabel } from "../../src/labels.js";
import { LOCALE_NAMES, loadLocale } from "../../src/locales/load-locale.js";

/** What only the developer of a site reads. */
const IN_ENGLISH = ["misconfigured", "misconfiguredCheck"];
const KEYS = Object.keys(DEFAULT_LABELS).filter((key) => !IN_ENGLISH.includes(key)) as (keyof Labels)[];

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

/** Every text of a table, by its path. */
function texts(labels: Partial<Labels>): Map<string, string | PluralLabel> {
  const { failures, ...rest } = labels;
  const flat = Object.entries(rest) as [string, string | PluralLabel][];
  return new Map([
    ...flat,
    ...Object.entries(failures ?? {}).map(([code, text]) => [`failures.${code}`, text] as const),
  ]);
}

test.each(LOCALE_NAMES)("%s has every word, none of them empty, with the same placeholders", async (name) => {
  const labels = (await loadLocale(name)) ?? {};
  expect(Object.keys(labels).sort()).toEqual([...KEYS].sort());
  const english = texts(DEFAULT_LABELS);
  for (const [path, text] of texts(labels)) {
    const original = english.get(path);
    if (original === undefined) throw new Error(`${name} has ${path}, which there is no use for.`);
    const forms = typeof text === "string" ? [text] : Object.values(text);
    const [expected = ""] = typeof original === "string" ? [original] : [original.other];
    for (const form of forms) {
      expect(form.trim(), path).not.toBe("");
      // A plural form may say its number in a word: "one file".
      if (typeof text === "string") expect(placeholders(form), path).toEqual(placeholders(expected));
    }
  }
});

test.each(LOCALE_NAMES)("%s has every plural form that its language needs", async (name) => {
  const labels = (await loadLocale(name)) ?? {};
  const needed = new Intl.PluralRules(name).resolvedOptions().pluralCategories;
  for (const [path, text] of texts(labels)) {
    if (typeof text !== "string") expect(Object.keys(text), path).toEqual(expect.arrayContaining(needed));
  }
});

test.each(["en", ...LOCALE_NAMES])(
  "%s says in two lines of a narrow panel what keeps a visitor from writing",
  async (name) => {
    const labels = { ...DEFAULT_LABELS, ...(await loadLocale(name)) };
    const notices = [
      labels.offline,
      `${labels.unavailable} ${labels.retry}`,
      `${labels.cookiesBlocked} ${labels.retry}`,
      `${labels.expired} ${labels.continue}`,
      `${labels.signInRequired} ${labels.continue}`,
    ];
    for (const notice of notices) expect(notice.length, notice).toBeLessThanOrEqual(90);
  },
);

test("English stands in where there is no other language", async () => {
  expect(await loadLocale("tlh")).toBeUndefined();
});
