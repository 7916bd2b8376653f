import { expect, test } from "vitest";
import { judgeGeneration } from "../../src/session/generation.js";

const record = { generation: 3, presentedAt: 0, isRevoked: false };

test.each([
  ["current", "the first token of a session without a record", 1, null, 0],
  ["newer", "the second token, presented for the first time", 2, null, 0],
  ["current", "the newest token", 3, record, 1e9],
  ["newer", "a token that was never presented", 4, record, 1e9],
  ["current", "the token before, for a while", 2, record, 119_999],
  ["reused", "the token before, two minutes after its successor came", 2, record, 120_000],
  ["reused", "an older token, at once", 1, record, 0],
])("%s: %s", (verdict, _what, generation, known, now) => {
  expect(judgeGeneration(generation, known, now)).toBe(verdict);
});
