import { expect, test } from "vitest";
import { relativeTime } from "../../src/model/relative-time.js";

const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;

test.each([
  [0, "en", "this minute"],
  [-5 * MINUTE, "en", "this minute"],
  [5 * MINUTE, "en", "5 minutes ago"],
  [60 * MINUTE, "de", "vor 1 Stunde"],
  [25 * 60 * MINUTE, "en", "yesterday"],
  [8 * 24 * 60 * MINUTE, "en", "Nov 12, 2026"],
])("what was %i ms ago is told in %s as %s", (age, lang, text) => {
  expect(relativeTime(NOW - age, NOW, lang)).toBe(text);
});
