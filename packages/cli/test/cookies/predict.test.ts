import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Browser, type CookieLoss, predict } from "../../src/cookies/predict.js";
import { parseSetCookie } from "../../src/cookies/set-cookie.js";

interface Measurement {
  readonly browser: Browser;
  readonly page: string;
  readonly api: string;
  readonly setCookie: string;
  readonly sent: boolean;
}

/** What three engines did with a cookie that an answer to a credentialed request set. */
const measurements: readonly Measurement[] = readFileSync(
  new URL("../data/measured-cookies.tsv", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [browser, page = "", api = "", setCookie = "", sent] = line.split("\t");
    return { browser: browser as Browser, page, api, setCookie, sent: sent === "yes" };
  });

const lossOf = ({ browser, page, api, setCookie }: Omit<Measurement, "sent">) =>
  predict(browser, new URL(page), new URL("/chat", api), parseSetCookie(setCookie));

/** Firefox takes this prefix with a `Domain`, for localhost alone. */
const isOddity = ({ browser, setCookie }: Measurement) =>
  browser === "firefox" && setCookie.startsWith("__Host-") && setCookie.endsWith("Domain=localhost");

test("says of every measured cookie what the browser did with it", () => {
  const wrong = measurements.filter((row) => !isOddity(row) && (lossOf(row) === null) !== row.sent);

  expect(measurements.length).toBeGreaterThan(700);
  expect(wrong).toEqual([]);
});

test.each<[CookieLoss, Omit<Measurement, "sent" | "browser">]>([
  [
    "prefix",
    { page: "https://a.example", api: "https://a.example", setCookie: "__Host-s=1; Secure; Path=/x" },
  ],
  ["domain", { page: "https://a.com", api: "https://api.a.com", setCookie: "s=1; Secure; Domain=b.com" }],
  ["path", { page: "https://a.com", api: "https://a.com", setCookie: "s=1; Secure; Path=/api" }],
  ["too-large", { page: "https://a.com", api: "https://a.com", setCookie: `s=${"x".repeat(4096)}; Path=/` }],
  ["secure-on-http", { page: "http://a.com", api: "http://a.com", setCookie: "s=1; Secure; Path=/" }],
  ["none-without-secure", { page: "https://a.com", api: "https://a.com", setCookie: "s=1; SameSite=None" }],
  [
    "partitioned-without-secure",
    { page: "https://a.com", api: "https://a.com", setCookie: "s=1; Partitioned" },
  ],
  ["same-site", { page: "https://a.com", api: "https://b.com", setCookie: "s=1; Secure; SameSite=Lax" }],
  ["third-party", { page: "https://a.com", api: "https://b.com", setCookie: "s=1; Secure; SameSite=None" }],
])("gives the reason %s", (reason, row) => {
  expect(lossOf({ ...row, browser: "chromium-blocked" })).toBe(reason);
});

test("takes two customers of one hosting provider for two sites", () => {
  const setCookie = "s=1; Secure; SameSite=Lax; Path=/";
  const browser = "chromium";

  expect(lossOf({ browser, page: "https://shop.vercel.app", api: "https://api.vercel.app", setCookie })).toBe(
    "same-site",
  );
  expect(
    lossOf({ browser, page: "https://www.shop.com", api: "https://api.shop.com", setCookie }),
  ).toBeNull();
});
