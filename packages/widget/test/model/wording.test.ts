import { expect, test } from "vitest";
import { DEFAULT_LABELS } from "../../src/labels.js";
import { wordingOf } from "../../src/model/wording.js";

test.each([
  ["en", "en", "ltr"],
  ["ar", "ar", "rtl"],
  ["he-IL", "he-IL", "rtl"],
  ["ku-Arab", "ku-Arab", "rtl"],
  ["ku", "ku", "ltr"],
  ["arn", "arn", "ltr"],
  ["not a tag", "en", "ltr"],
])("%s is written as %s, %s", (tag, lang, dir) => {
  expect(wordingOf(DEFAULT_LABELS, tag)).toEqual({ labels: DEFAULT_LABELS, lang, dir });
});
