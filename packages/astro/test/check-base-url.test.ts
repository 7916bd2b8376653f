import { expect, test } from "vitest";
import { checkBaseUrl } from "../src/check-base-url.js";

const SITE = "https://www.company.com";

const inBuild = (value: string, site?: string) =>
  checkBaseUrl({ value, source: "PUBLIC_API_BASE_URL", site, isProductionBuild: true });

test.each([
  ["a path on the site's own origin", "/api", SITE],
  ["the root of the site's own origin", "/", SITE],
  ["a subdomain of the site", "https://api.company.com", SITE],
  ["the site itself", "https://www.company.com/api", SITE],
  ["any host, when the site's is not known", "https://api.elsewhere.com", undefined],
  ["a host under the same public suffix of two labels", "https://api.company.co.uk", "https://company.co.uk"],
])("%s is accepted without a warning", (_what, value, site) => {
  expect(inBuild(value, site)).toEqual({ status: "accepted", warnings: [] });
});

test.each([
  ["without a scheme", "api.company.com", '"https://api.company.com"'],
  ["with another scheme", "wss://api.company.com", '"https:" and "http:"'],
  ["that is empty but for a space", " ", "https://api.example.com"],
  ["with a password in it", "https://user:pass@api.company.com", "without either"],
])("an address %s is refused with what to write", (_what, value, fix) => {
  expect(inBuild(value, SITE)).toEqual({
    status: "refused",
    problem: expect.stringContaining("PUBLIC_API_BASE_URL"),
    fix: expect.stringContaining(fix),
  });
});

test.each([
  ["localhost", "http://localhost:8787", SITE, "visitor's own machine"],
  ["an IPv4 loopback address", "http://127.0.0.1:8787", undefined, "visitor's own machine"],
  ["an IPv6 loopback address", "http://[::1]:8787", undefined, "visitor's own machine"],
  ["plain http under an https site", "http://api.company.com", SITE, "mixed content"],
  ["another registrable domain", "https://api.elsewhere.com", SITE, "third-party cookie"],
  ["a sibling under a public suffix", "https://b.github.io", "https://a.github.io", "third-party cookie"],
  ["a sibling under co.uk", "https://b.co.uk", "https://a.co.uk", "third-party cookie"],
])("a production build with %s is accepted with a warning", (_what, value, site, reason) => {
  expect(inBuild(value, site)).toEqual({
    status: "accepted",
    warnings: [expect.stringContaining(reason)],
  });
});

test("the warning about another site names an address that would work", () => {
  expect(inBuild("https://api.elsewhere.com", SITE)).toMatchObject({
    warnings: [expect.stringContaining("https://api.company.com")],
  });
});

test("in development no address of the developer's machine is worth a warning", () => {
  expect(
    checkBaseUrl({
      value: "http://localhost:8787",
      source: "chatisle({ apiBaseUrl })",
      site: SITE,
      isProductionBuild: false,
    }),
  ).toEqual({ status: "accepted", warnings: [] });
});
