import { expect, test } from "vitest";
import { type Circumstances, type Fate, fateOf } from "../src/fate.js";
import { ChatError, type FailureCode } from "../src/index.js";

const troubled: Circumstances = { tries: 1, alike: 1, session: "troubled", isDeduplicating: false };
const known: Circumstances = { ...troubled, isDeduplicating: true };

test.each<[Fate, FailureCode, string, Circumstances]>([
  ["again", "auth", "once the session is renewed", { ...troubled, session: "renewed" }],
  [
    "failed",
    "auth",
    "when the renewed session is refused, too",
    { ...troubled, session: "renewed", tries: 2, alike: 2 },
  ],
  [
    "again",
    "auth",
    "once the session is renewed, after an outage",
    { ...known, session: "renewed", tries: 3 },
  ],
  ["held", "auth", "while there is no session", troubled],
  ["held", "rate", "the first time", troubled],
  ["held", "rate", "the first time, after an outage", { ...known, tries: 2 }],
  ["failed", "rate", "the second time", { ...troubled, tries: 2, alike: 2 }],
  ["failed", "network", "where it could be doubled", troubled],
  ["held", "network", "where it cannot be doubled", known],
  ["held", "server", "at the fifth time, where it cannot be doubled", { ...known, tries: 5 }],
  ["failed", "server", "at the sixth time", { ...known, tries: 6 }],
  ["held", "protocol", "where it cannot be doubled", known],
  ["failed", "protocol", "where it could be doubled", troubled],
  ["failed", "invalid", "even where it cannot be doubled", known],
  ["held", "aborted", "with its page, where it cannot be doubled", { ...known, session: "well" }],
  ["failed", "aborted", "with its page, where it could be doubled", { ...troubled, session: "well" }],
  [
    "sought",
    "interrupted",
    "before its first word, where it cannot be doubled",
    { ...known, session: "well" },
  ],
  [
    "failed",
    "interrupted",
    "before its first word, where it could be doubled",
    { ...troubled, session: "well" },
  ],
  ["failed", "network", "when nothing else is wrong", { ...known, session: "well" }],
])("a message is %s after %s %s", (fate, code, _when, circumstances) => {
  expect(fateOf(new ChatError(code, "It failed."), circumstances)).toBe(fate);
});
