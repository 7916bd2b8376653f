import { expect, test } from "vitest";
import { badgedTitle } from "../../src/app/title-badge.js";

test.each([
  ["Northwind", 2, "(2)\u00a0Northwind"],
  ["(2)\u00a0Northwind", 3, "(3)\u00a0Northwind"],
  ["(99+)\u00a0Northwind", 0, "Northwind"],
  ["Northwind", 0, "Northwind"],
  ["Northwind", 120, "(99+)\u00a0Northwind"],
  ["(1) Site's own", 0, "(1) Site's own"],
])("%j with %i unread is %j", (title, count, expected) => {
  expect(badgedTitle(title, count)).toBe(expected);
});
