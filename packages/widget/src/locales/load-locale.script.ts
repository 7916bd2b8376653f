import { localeChain } from "./locale-chain.js";
import type { LocaleOverrides } from "./locale-labels.js";

/** Which languages stand beside the script, told by the build. */
declare const __LOCALE_NAMES__: readonly string[];

/** Known only while the script runs for the first time. */
const scriptUrl =
  document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href;

/** The words of a language, from the folder beside the one-file script. Stands in for `load-locale.ts` there. */
export async function loadLocale(lang: string): Promise<LocaleOverrides | undefined> {
  const chain = localeChain(lang, __LOCALE_NAMES__);
  if (chain.length === 0) return undefined;
  const tables: readonly { readonly labels: LocaleOverrides }[] = await Promise.all(
    chain.map((name) => import(/* @vite-ignore */ new URL(`locales/${name}.js`, scriptUrl).href)),
  );
  return Object.assign({}, ...tables.map(({ labels }) => labels));
}
