import { expect, test } from "vitest";
import { spokenText } from "../../src/model/spoken-text.js";

test.each([
  ["Plain words.", "Plain words."],
  ["**Bold**, *soft*, ~~gone~~ and `code`", "Bold, soft, gone and code"],
  ["# Title\n\nText", "Title\nText"],
  ["- one\n- [x] two\n  * three", "one\ntwo\n  three"],
  ["See [the guide](https://example.com/a_(b)) and ![a map](/m.png).", "See the guide and a map."],
  ["> quoted\n> more", "quoted\nmore"],
  ["```js\nconst a = 1;\n```", "const a = 1;"],
  ["| Day | Hours |\n|---|---:|\n| Monday | 9 |", "Day, Hours\nMonday, 9"],
  ["2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"],
  ["1. first\n2. second", "1. first\n2. second"],
])("%j is read out as %j", (markdown, spoken) => {
  expect(spokenText(markdown)).toBe(spoken);
});

test("a long reply is made ready in time that grows with its length alone", () => {
  const text = `${"*a ".repeat(50_000)}${"[".repeat(50_000)}`;
  expect(spokenText(text).length).toBeGreaterThan(100_000);
});
