/** Older and other names of languages, by the name that a locale here has. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  no: "nb",
  nn: "nb",
  iw: "he",
  "zh-Hans": "zh-CN",
  "zh-Hant": "zh-TW",
};

/**
 * The locales that hold the words of a language, the general before the special: `pt-BR` is read as `pt`, and then what
 * Brazil says otherwise. Empty: there are only the English words.
 * @param lang - BCP 47.
 * @param available - The names of the locales there are.
 */
export function localeChain(lang: string, available: readonly string[]): readonly string[] {
  const { language, region, script } = parts(lang, available);
  const names = [language, `${language}-${script}`, `${language}-${region}`].map(
    (name) => OTHER_NAMES[name] ?? name,
  );
  // Chinese is written in one of two ways, and neither reads as the other: the script decides, not the region.
  const wanted = language === "zh" ? names.slice(1, 2) : names;
  return [...new Set(wanted)].filter((name) => available.includes(name));
}

interface Parts {
  readonly language: string;
  readonly region?: string | undefined;
  readonly script?: string | undefined;
}

function parts(lang: string, available: readonly string[]): Parts {
  try {
    const locale = new Intl.Locale(lang);
    // An engine takes milliseconds to find out what a tag leaves open, and most languages have one locale here.
    const isVaried = available.some((name) => name.startsWith(`${locale.language}-`));
    return isVaried ? locale.maximize() : locale;
  } catch {
    return { language: "en" };
  }
}
