import { expect, test } from "vitest";
import { chooseFiles, matchesAccept } from "../../src/model/file-rules.js";

const file = (name: string, size = 10, type = "") => new File(["x".repeat(size)], name, { type });
const limits = { accept: "image/*,.pdf", maxSize: 100, maxCount: 3 };

test.each([
  ["", "a.exe", "", true],
  ["image/*", "a.png", "image/png", true],
  ["image/*", "a.png", "text/plain", false],
  ["image/png, .PDF", "Plan.pdf", "", true],
  ["application/pdf", "plan", "application/pdf", true],
  [".pdf", "plan.pdf.exe", "", false],
])("where %j is accepted, %s of type %j is taken: %s", (accept, name, type, expected) => {
  expect(matchesAccept({ name, type }, accept)).toBe(expected);
});

test("what is too large, empty or of another kind is left out, and said to be", () => {
  const choice = chooseFiles(
    [file("a.pdf"), file("b.exe"), file("c.pdf", 101), file("d.pdf", 0), file("e.PNG", 100, "image/png")],
    0,
    limits,
  );
  expect(choice.accepted.map(({ name }) => name)).toEqual(["a.pdf", "e.PNG"]);
  expect(choice.refused).toEqual([
    { reason: "type", name: "b.exe" },
    { reason: "size", name: "c.pdf" },
    { reason: "empty", name: "d.pdf" },
  ]);
});

test("the first files are taken as long as there is room", () => {
  const choice = chooseFiles([file("a.pdf"), file("b.pdf"), file("c.pdf")], 1, limits);
  expect(choice.accepted.map(({ name }) => name)).toEqual(["a.pdf", "b.pdf"]);
  expect(choice.refused).toEqual([{ reason: "count" }]);
});
