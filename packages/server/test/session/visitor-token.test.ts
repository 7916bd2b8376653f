import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyRing } from "../../src/session/key-ring.js";
import { readVisitorToken, signVisitorToken } from "../../src/session/visitor-token.js";

const SECRET = "the secret of the site's own server, long enough";
const OLD = "the secret before, which was long enough as well";
const NOW = Date.UTC(2030, 0, 15, 12);
const SECONDS = NOW / 1000;
const keys = createKeyRing({ current: SECRET, previous: [OLD] });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JWT as another library would write it. */
function jwt(
  claims: object,
  { header = { alg: "HS256", typ: "JWT" } as object, secret = SECRET } = {},
): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

const CLAIMS = { sub: "42", aud: "chatisle", exp: SECONDS + 60 };

test.each([
  ["made here", signVisitorToken({ subject: "42", secret: SECRET, now: () => NOW })],
  ["made elsewhere", jwt(CLAIMS)],
  ["for several audiences", jwt({ ...CLAIMS, aud: ["other", "chatisle"] })],
  ["of the secret before", jwt(CLAIMS, { secret: OLD })],
  ["that begins within a minute", jwt({ ...CLAIMS, nbf: SECONDS + 60 })],
  ["that expired less than a minute ago", jwt({ ...CLAIMS, exp: SECONDS - 59 })],
])("a token %s names its visitor", async (_what, token) => {
  expect(await readVisitorToken(await token, keys, NOW)).toEqual({ status: "valid", subject: "42" });
});

test.each([
  ["expired", "a minute after its end", jwt({ ...CLAIMS, exp: SECONDS - 60 })],
  ["malformed", "with another secret", jwt(CLAIMS, { secret: "x".repeat(40) })],
  [
    "malformed",
    "without a signature",
    `${jwt(CLAIMS, { header: { alg: "none" } })
      .split(".", 2)
      .join(".")}.`,
  ],
  ["malformed", "that names another algorithm", jwt(CLAIMS, { header: { alg: "none" } })],
  ["malformed", "for another purpose", jwt({ ...CLAIMS, aud: "shop" })],
  ["malformed", "without a purpose", jwt({ sub: "42", exp: SECONDS + 60 })],
  ["malformed", "without an end", jwt({ sub: "42", aud: "chatisle" })],
  ["malformed", "that holds for an hour", jwt({ ...CLAIMS, exp: SECONDS + 3600 })],
  ["malformed", "before its time", jwt({ ...CLAIMS, nbf: SECONDS + 61 })],
  ["malformed", "with a beginning that is none", jwt({ ...CLAIMS, nbf: "soon" })],
  ["malformed", "with a header to understand", jwt(CLAIMS, { header: { alg: "HS256", crit: ["b64"] } })],
  ["malformed", "for nobody", jwt({ ...CLAIMS, sub: "" })],
  ["malformed", "for a number", jwt({ ...CLAIMS, sub: 42 })],
  ["malformed", "for a name with a line break", jwt({ ...CLAIMS, sub: "a\nb" })],
  ["malformed", "for a name of 255 bytes", jwt({ ...CLAIMS, sub: "x".repeat(255) })],
])("a token is %s %s", async (status, _what, token) => {
  expect(await readVisitorToken(token, keys, NOW)).toEqual({ status });
});

test("every text has an answer, and names nobody", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `${text}.${text}.x`),
      ),
      async (text) => {
        expect((await readVisitorToken(text, keys, NOW)).status).toBe("malformed");
      },
    ),
  );
});

test.each([
  ["a weak secret", { subject: "42", secret: "short" }, /5 bytes/],
  ["no subject", { subject: " ", secret: SECRET }, /subject/],
  ["a subject of 255 bytes", { subject: "ü".repeat(128), secret: SECRET }, /subject/],
  ["an hour", { subject: "42", secret: SECRET, lifetime: 3_600_000 }, /lifetime/],
  ["no time", { subject: "42", secret: SECRET, lifetime: Number.NaN }, /lifetime/],
])("a token with %s is not signed", async (_what, options, reason) => {
  await expect(signVisitorToken(options)).rejects.toThrow(reason);
});
