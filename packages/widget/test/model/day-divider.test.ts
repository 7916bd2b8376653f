import { expect, test } from "vitest";
import { dayName, dayOf, dayStarts } from "../../src/model/day-divider.js";
import { message } from "../support/messages.js";

const day = (createdAt: string) => dayOf({ createdAt }) ?? 0;
const TODAY = day("2026-11-21T12:00:00");
const at = (createdAt: string) => message({ id: createdAt, createdAt });

test.each([
  ["2026-11-21T00:00:01", "en", "Today"],
  ["2026-11-20T23:59:59", "en", "Yesterday"],
  ["2026-11-20T23:59:59", "de", "Gestern"],
  ["2026-11-19T12:00:00", "en", "Thursday, November 19"],
  ["2025-11-19T12:00:00", "en", "Wednesday, November 19, 2025"],
  ["2026-11-22T12:00:00", "en", "Sunday, November 22"],
])("%s in %s is called %s", (when, lang, name) => {
  expect(dayName(day(when), TODAY, lang)).toBe(name);
});

test("a day begins where its first message stands", () => {
  const starts = dayStarts(
    [at("2026-11-19T10:00:00"), at("2026-11-19T23:00:00"), message({ id: "?" }), at("2026-11-21T09:00:00")],
    TODAY,
  );
  expect([...starts]).toEqual([
    [0, TODAY - 2],
    [3, TODAY],
  ]);
});

test("a conversation of today alone needs no divider", () => {
  expect(dayStarts([at("2026-11-21T09:00:00"), at("2026-11-21T10:00:00")], TODAY).size).toBe(0);
});

test("what is no date belongs to no day", () => {
  expect(dayOf({ createdAt: "yesterday" })).toBeNull();
  expect(dayOf({})).toBeNull();
});
