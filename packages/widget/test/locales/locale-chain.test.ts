import { expect, test } from "vitest";
import { LOCALE_NAMES } from "../../src/locales/load-locale.js";
import { localeChain } from "../../src/locales/locale-chain.js";

test.each([
  ["de", ["de"]],
  ["de-AT", ["de"]],
  ["pt", ["pt", "pt-BR"]],
  ["pt-PT", ["pt"]],
  ["pt-BR", ["pt", "pt-BR"]],
  ["no", ["nb"]],
  ["nn-NO", ["nb"]],
  ["zh", ["zh-CN"]],
  ["zh-SG", ["zh-CN"]],
  ["zh-HK", ["zh-TW"]],
  ["zh-Hant", ["zh-TW"]],
  ["en-GB", []],
  ["tlh", []],
  ["not a tag", []],
])("the words for %s come from %j", (lang, chain) => {
  expect(localeChain(lang, LOCALE_NAMES)).toEqual(chain);
});
