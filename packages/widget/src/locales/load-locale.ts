import { localeChain } from "./locale-chain.js";
import type { LocaleLabels, LocaleOverrides } from "./locale-labels.js";

/** Every locale but the English words, which the widget holds itself. Each is a chunk of its own. */
const LOCALES = {
  ar: () => import("./ar.js"),
  cs: () => import("./cs.js"),
  da: () => import("./da.js"),
  de: () => import("./de.js"),
  el: () => import("./el.js"),
  es: () => import("./es.js"),
  fi: () => import("./fi.js"),
  fr: () => import("./fr.js"),
  hu: () => import("./hu.js"),
  it: () => import("./it.js"),
  ja: () => import("./ja.js"),
  ko: () => import("./ko.js"),
  nb: () => import("./nb.js"),
  nl: () => import("./nl.js"),
  pl: () => import("./pl.js"),
  pt: () => import("./pt.js"),
  "pt-BR": () => import("./pt-BR.js"),
  ro: () => import("./ro.js"),
  ru: () => import("./ru.js"),
  sv: () => import("./sv.js"),
  tr: () => import("./tr.js"),
  uk: () => import("./uk.js"),
  "zh-CN": () => import("./zh-CN.js"),
  "zh-TW": () => import("./zh-TW.js"),
} satisfies Record<string, () => Promise<{ readonly labels: LocaleLabels | LocaleOverrides }>>;

/** The names of the locales, without English. */
export const LOCALE_NAMES = Object.keys(LOCALES) as readonly (keyof typeof LOCALES)[];

/** The words of a language, or undefined where there are only the English ones. Rejects when a chunk cannot be loaded. */
export async function loadLocale(lang: string): Promise<LocaleOverrides | undefined> {
  const chain = localeChain(lang, LOCALE_NAMES) as readonly (keyof typeof LOCALES)[];
  if (chain.length === 0) return undefined;
  const tables = await Promise.all(chain.map((name) => LOCALES[name]()));
  return Object.assign({}, ...tables.map(({ labels }) => labels));
}
