import { expect, test } from "vitest";
import { isDeveloperPage } from "../../src/app/developer-page.js";

test.each([
  ["localhost", true],
  ["shop.localhost", true],
  ["127.0.0.1", true],
  ["[::1]", true],
  ["example.com", false],
  ["localhost.example.com", false],
  ["127.0.0.1.example.com", false],
])("a page on %s is its developer's: %s", (hostname, isDeveloper) => {
  expect(isDeveloperPage(hostname)).toBe(isDeveloper);
});
