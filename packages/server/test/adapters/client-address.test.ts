import { expect, test } from "vitest";
import { clientAddress } from "../../src/adapters/client-address.js";

test.each([
  [0, "203.0.113.9", "10.0.0.1"],
  [1, "203.0.113.9", "203.0.113.9"],
  [1, "198.51.100.1 (made up), 203.0.113.9", "203.0.113.9"],
  [2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"],
  [2, "203.0.113.9", "203.0.113.9"],
  [1, "", "10.0.0.1"],
  [1, undefined, "10.0.0.1"],
])("behind %d proxies with X-Forwarded-For %j the client is %s", (trusted, forwarded, address) => {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  expect(clientAddress({ headers, socket: { remoteAddress: "10.0.0.1" } }, trusted)).toBe(address);
});
