import { expect, test } from "vitest";
import { normaliseOrigins } from "../../src/http/origins.js";

test.each([
  ["https://shop.test/", "https://shop.test"],
  ["HTTPS://Shop.TEST", "https://shop.test"],
  ["https://shop.test:443", "https://shop.test"],
  ["http://shop.test:80", "http://shop.test"],
  [" https://shop.test ", "https://shop.test"],
  ["https://shop.test:8443", "https://shop.test:8443"],
  ["https://müller.test", "https://xn--mller-kva.test"],
  ["http://localhost:4321", "http://localhost:4321"],
])("%s is allowed as browsers spell it", (entry, origin) => {
  expect([...normaliseOrigins([entry])]).toEqual([origin]);
});

test.each([
  ["*", /pattern/],
  ["https://*.shop.test", /pattern/],
  ["null", /null/],
  ["shop.test", /scheme/],
  ["ftp://shop.test", /scheme/],
  ["https://", /not a URL/],
  ["https://shop.test/chat", /Use https:\/\/shop\.test\./],
  ["https://shop.test?a=1", /more than scheme/],
  ["https://user:secret@shop.test", /credentials/],
  ["https://shop.test.", /dot/],
  ["https://a.test,https://b.test", /comma/],
  ["", /scheme/],
])("%j is refused at the start, with the reason", (entry, reason) => {
  expect(() => normaliseOrigins([entry])).toThrow(reason);
});

test("an origin that is listed twice is one origin", () => {
  expect(normaliseOrigins(["https://shop.test", "https://SHOP.test/"]).size).toBe(1);
});

test.each([undefined, "https://shop.test", { 0: "https://shop.test" }])(
  "%j is no list of origins",
  (origins) => {
    expect(() => normaliseOrigins(origins as unknown as readonly string[])).toThrow(/must be a list/);
  },
);
