import { expect, test } from "vitest";
import { DEFAULT_LABELS, mergeLabels, plural } from "../src/labels.js";

test("a later table wins, and what it leaves out keeps its words", () => {
  const labels = mergeLabels({ send: "Go", failures: { network: "Gone." } }, undefined, {
    send: "Senden",
    failures: { rate: "Langsam." },
  });
  expect(labels.send).toBe("Senden");
  expect(labels.failures.network).toBe("Gone.");
  expect(labels.failures.rate).toBe("Langsam.");
  expect(labels.retry).toBe(DEFAULT_LABELS.retry);
  expect(DEFAULT_LABELS.send).toBe("Send");
});

test.each([
  ["en", 1, "1 new"],
  ["en", 1200, "1,200 new"],
  ["pl", 1, "1 nowa"],
  ["pl", 3, "3 nowe"],
  ["pl", 12, "12 nowych"],
  ["ar-EG", 3, "٣ new"],
])("in %s, %i takes the form of its language: %s", (lang, count, expected) => {
  const label =
    lang === "pl"
      ? { one: "{count} nowa", few: "{count} nowe", other: "{count} nowych" }
      : DEFAULT_LABELS.newMessages;
  expect(plural(label, count, lang)).toBe(expected);
});
