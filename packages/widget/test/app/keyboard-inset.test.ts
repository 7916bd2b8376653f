import { expect, test } from "vitest";
import { keyboardInset } from "../../src/app/keyboard-inset.js";

const phone = { height: 844, offsetTop: 0, scale: 1, innerHeight: 844 };

test.each([
  ["nothing is covered", {}, null],
  ["a keyboard covers the lower part", { height: 500 }, { top: 0, height: 500 }],
  ["the page was pushed up for the field", { height: 500, offsetTop: 120 }, { top: 120, height: 500 }],
  ["only a toolbar has come in", { height: 780 }, null],
  ["the visitor has zoomed in", { height: 422, scale: 2 }, null],
  ["the visitor has zoomed in with the keyboard out", { height: 250, scale: 2 }, null],
  ["the page itself has shrunk for the keyboard", { height: 500, innerHeight: 500 }, null],
])("the panel's place when %s", (_when, measures, expected) => {
  expect(keyboardInset({ ...phone, ...measures })).toEqual(expected);
});
