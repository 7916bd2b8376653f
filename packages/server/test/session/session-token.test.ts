import fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyRing, type KeyRing } from "../../src/session/key-ring.js";
import { readToken, type Session, writeToken } from "../../src/session/session-token.js";

const OLD = "the old secret, which has 32 bytes and more";
const NEW = "the new secret, which has 32 bytes and more";
const HOUR = 3_600_000;
const session: Session = { id: "visitor", createdAt: 0, issuedAt: 0, expiresAt: HOUR, generation: 1 };

const v1 = (ring: KeyRing) => ({ keys: ring, version: 1 });

test("a token is read back by the ring that signed it", async () => {
  const keys = createKeyRing(NEW);
  const token = await writeToken(session, v1(keys));
  expect(token).toMatch(/^v1\.[\w-]{8}\.[\w-]+\.[\w-]{43}$/);
  expect(await readToken(token, v1(keys), 0)).toEqual({ status: "valid", session, isCurrentKey: true });
});

test("a token of a previous secret is valid, and is told to be old", async () => {
  const token = await writeToken(session, v1(createKeyRing(OLD)));
  const reading = await readToken(token, v1(createKeyRing({ current: NEW, previous: [OLD] })), 0);
  expect(reading).toEqual({ status: "valid", session, isCurrentKey: false });
});

test("a token of a secret that is not in the ring is unknown, not malformed", async () => {
  const token = await writeToken(session, v1(createKeyRing(OLD)));
  const reading = await readToken(token, v1(createKeyRing(NEW)), 0);
  expect(reading).toEqual({ status: "unknown", version: 1, issuedAt: 0 });
});

test("a token in a later format is unknown, and tells its version", async () => {
  const keys = createKeyRing(NEW);
  const token = (await writeToken(session, v1(keys))).replace("v1.", "v2.");
  expect(await readToken(token, v1(keys), 0)).toMatchObject({ status: "unknown", version: 2 });
});

test.each([
  ["valid", "at the instant of expiry, because clocks differ", HOUR],
  ["valid", "59 seconds later", HOUR + 59_000],
  ["expired", "a minute later", HOUR + 60_000],
])("a token is %s %s", async (status, _when, now) => {
  const keys = createKeyRing(NEW);
  expect((await readToken(await writeToken(session, v1(keys)), v1(keys), now)).status).toBe(status);
});

test("no single changed character is accepted", async () => {
  const keys = createKeyRing(NEW);
  const token = await writeToken(session, v1(keys));
  // The last character of a signature holds bits that are not part of it.
  for (let index = 0; index < token.length - 1; index += 1) {
    const other = token[index] === "A" ? "B" : "A";
    const changed = token.slice(0, index) + other + token.slice(index + 1);
    expect((await readToken(changed, v1(keys), 0)).status, `character ${index}`).not.toBe("valid");
  }
});

test("every text has an answer, and none is a session", async () => {
  const keys = createKeyRing(NEW);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `v1.${text}.${text}.x`),
      ),
      async (text) => {
        expect((await readToken(text, v1(keys), 0)).status).not.toBe("valid");
      },
    ),
  );
  expect((await readToken(`v1.${"A".repeat(5_000)}`, v1(keys), 0)).status).toBe("malformed");
});

test.each([
  ["a secret of 31 bytes", "x".repeat(31), /31 bytes/],
  ["an empty secret", "", /0 bytes/],
  ["an environment variable that is not set", undefined as unknown as string, /0 bytes/],
  ["a short previous secret", { current: NEW, previous: ["short"] }, /5 bytes/],
  ["the current secret as a previous one", { current: NEW, previous: [NEW] }, /twice/],
  ["two equal previous secrets", { current: NEW, previous: [OLD, OLD] }, /twice/],
])("%s is refused at the start", (_what, secret, reason) => {
  expect(() => createKeyRing(secret)).toThrow(reason);
});

test("the error about a weak secret does not show it", () => {
  expect(() => createKeyRing("hunter2")).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("hunter2") }),
  );
});

test("a token from before the site raised its version is outdated, and one from after it unknown", async () => {
  const keys = createKeyRing(NEW);
  const old = await writeToken(session, { keys, version: 2 });
  expect(await readToken(old, { keys, version: 3 }, 0)).toEqual({ status: "outdated", version: 2 });
  expect(await readToken(old, { keys, version: 1 }, 0)).toMatchObject({ status: "unknown", version: 2 });
  expect(await readToken(old, { keys, version: 2 }, 0)).toMatchObject({ status: "valid" });
});
