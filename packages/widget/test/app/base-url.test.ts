import { expect, test } from "vitest";
import { chooseBaseUrl } from "../../src/app/base-url.js";

test.each([
  ["the launcher's attribute", { attribute: "/a", meta: "/m", configured: "/c" }, "/a"],
  ["the page's meta tag", { attribute: null, meta: "/m", configured: "/c" }, "/m"],
  ["what the site was configured with", { attribute: null, meta: undefined, configured: "/c" }, "/c"],
  ["/api", { attribute: null, meta: undefined, configured: undefined }, "/api"],
  [
    "an empty attribute, to be refused rather than passed over",
    { attribute: "", meta: "/m", configured: "/c" },
    "",
  ],
])("the base URL is %s", (_source, sources, expected) => {
  expect(chooseBaseUrl(sources)).toBe(expected);
});
