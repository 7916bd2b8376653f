import { expect, test } from "vitest";
import { type PageThemeSigns, pageTheme } from "../../src/app/page-theme.js";

const silent: PageThemeSigns = {
  dataTheme: undefined,
  classes: [],
  colorScheme: "normal",
  isSystemDark: false,
};

test.each([
  ["light", "nothing says otherwise", {}],
  ["dark", "the system is dark and the page says nothing", { isSystemDark: true }],
  ["dark", "data-theme says so", { dataTheme: "dark", colorScheme: "light" }],
  ["light", "data-theme says so, against the system", { dataTheme: "light", isSystemDark: true }],
  ["dark", "a class says so", { classes: ["no-js", "dark"] }],
  ["light", "a class says so, against the system", { classes: ["light"], isSystemDark: true }],
  ["dark", "color-scheme is dark only", { colorScheme: "dark" }],
  ["light", "color-scheme is light only, against the system", { colorScheme: "light", isSystemDark: true }],
  ["dark", "color-scheme leaves it to a dark system", { colorScheme: "light dark", isSystemDark: true }],
  ["light", "color-scheme leaves it to a light system", { colorScheme: "light dark" }],
  [
    "dark",
    "a theme of the site's own name leaves it to the class",
    { dataTheme: "ocean", classes: ["dark"] },
  ],
])("a page is %s when %s", (expected, _when, signs) => {
  expect(pageTheme({ ...silent, ...signs })).toBe(expected);
});
