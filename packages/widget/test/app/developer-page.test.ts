import { expect, test } from "vitest";
import { doctorCommand, isDeveloperPage } from "../../src/app/developer-page.js";

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

test.each([
  ["https://api.example.com", "npx chatisle doctor https://api.example.com/ --origin http://localhost:4321"],
  ["/api", "npx chatisle doctor http://localhost:4321/api --origin http://localhost:4321"],
  ["", "npx chatisle doctor http://localhost:4321/ --origin http://localhost:4321"],
])("the doctor is asked about %j for this site", (baseUrl, command) => {
  expect(doctorCommand(baseUrl, "http://localhost:4321/help?x=1")).toBe(command);
});
