import { expect, test } from "vitest";
import { parseRetryAfter } from "../../src/transport/retry-after.js";

const NOW = Date.UTC(2026, 0, 1, 12);
const served = (offset: number) => new Date(NOW + offset).toUTCString();

test.each([
  ["seconds", "7", null, 7_000],
  ["no wait", "0", null, 0],
  ["a fraction of a second", "0.5", null, 500],
  ["seconds with spaces", " 7 ", null, 7_000],
  ["more than ten minutes, which is too much", "99999999", null, 600_000],
  ["a date", served(30_000), null, 30_000],
  ["a date that has passed", served(-30_000), null, 0],
  ["a date far off", served(86_400_000), null, 600_000],
  ["a date beside the server's own clock", served(3_630_000), served(3_600_000), 30_000],
  ["a date beside a clock that cannot be read", served(30_000), "noon", 30_000],
  ["nothing", null, null, undefined],
  ["an empty value", " ", null, undefined],
  ["less than nothing", "-1", null, undefined],
  ["a word", "abc", null, undefined],
  ["two values", "7, 7", null, undefined],
  ["a word that engines take for a date", "soon 7", null, undefined],
  ["NaN", "NaN", null, undefined],
])("a header with %s", (_what, value, date, expected) => {
  expect(parseRetryAfter(value, date, NOW)).toBe(expected);
});
