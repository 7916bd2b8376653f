import { expect, test } from "vitest";
import { closeOpenMarks } from "../../src/model/close-open-marks.js";

test.each([
  ["Nothing open", "Nothing open"],
  ["Some **bo", "Some **bo**"],
  ["Some **bold** te", "Some **bold** te"],
  ["Some **", "Some "],
  ["Some **bold*", "Some **bold**"],
  ["Some *so", "Some *so*"],
  ["Some **bold *and", "Some **bold *and***"],
  ["Some ~~go", "Some ~~go~~"],
  ["Some `co", "Some `co`"],
  ["Some `a ** b", "Some `a ** b`"],
  ["Some `a ** b` and", "Some `a ** b` and"],
  ["See [the gui", "See the gui"],
  ["See [the guide](https://exam", "See the guide"],
  ["See [the guide](https://example.com)", "See [the guide](https://example.com)"],
  ["See ![a map](https://exam", "See "],
  ["As said [1]", "As said [1]"],
  ["- [", "-"],
  ["- [x", "-"],
  ["- **bo", "- **bo**"],
  ["* item", "* item"],
  ["> # **Ti", "> # **Ti**"],
  ["2 * 3", "2 * 3"],
  ["| a | **b", "| a | **b**"],
])("%j looks as if it were %j", (written, shown) => {
  expect(closeOpenMarks(written)).toBe(shown);
});
