import { expect, test } from "vitest";
import { splitCitations } from "../../src/model/citations.js";

test.each<[string, ReturnType<typeof splitCitations>]>([
  ["no number", ["no number"]],
  ["", [""]],
  ["It is free. [1]", ["It is ", { after: "free.", numbers: [1] }]],
  [
    "It is free[^1], and [2] more.",
    ["It is ", { after: "free", numbers: [1] }, ", ", { after: "and", numbers: [2] }, " more."],
  ],
  ["Free 【1】 [2]\n[1].", ["", { after: "Free", numbers: [1, 2, 1] }, "."]],
  ["[1] first", ["", { after: "", numbers: [1] }, " first"]],
  ["Donaudampfschiff [2]", ["Donaudam", { after: "pfschiff", numbers: [2] }]],
  ["No such source [3] and [0]", ["No such source [3] and [0]"]],
])("%j is cut at the numbers of its sources, which keep the end of the word before them", (text, pieces) => {
  expect(splitCitations(text, 2)).toEqual(pieces);
});
