import type { TokenHealthAnswer } from "@chatisle/client/protocol";
import { expect, test } from "vitest";
import { sqliteStore } from "../../src/stores/sqlite.js";
import { createTestBackend } from "../support/test-backend.js";
import { createVisitor } from "../support/visitor.js";

/** A visitor of a backend whose tokens have version 1, and the same visitor after it was deployed with version 2. */
async function raised() {
  const store = sqliteStore({ path: ":memory:" });
  const before = createVisitor(createTestBackend({ store, tokenVersion: 1 }).backend);
  await before.session();
  await before.send("Hello");
  const after = createVisitor(createTestBackend({ store, tokenVersion: 2 }).backend);
  for (const [name, value] of before.cookies) after.cookies.set(name, value);
  return { before, after };
}

test("token health says that a token of a lower version does not fit, and takes nothing away", async () => {
  const { after } = await raised();
  const cookies = [...after.cookies];
  const health = (await (await after.fetch("/api/auth/token-health")).json()) as TokenHealthAnswer;
  expect(health).toEqual({ compatible: false, authenticated: false, token_version: 1, server_version: 2 });
  expect([...after.cookies]).toEqual(cookies);
});

test("a session of a lower version has ended, and the next one is of the new version", async () => {
  const { after } = await raised();
  const refused = await after.fetch("/api/session");
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject({ code: "expired", retry: false });
  await after.session();
  expect([...after.cookies.values()]).toEqual([expect.stringMatching(/^v2\./)]);
  const health = (await (await after.fetch("/api/auth/token-health")).json()) as TokenHealthAnswer;
  expect(health).toMatchObject({ compatible: true, authenticated: true, token_version: 2 });
});

test("an instance that is not yet deployed keeps a session of the next version for those that are", async () => {
  const { before, after } = await raised();
  await after.fetch("/api/session");
  await after.session();
  before.cookies.clear();
  for (const [name, value] of after.cookies) before.cookies.set(name, value);
  const refused = await before.fetch("/api/session");
  expect(await refused.json()).toMatchObject({ code: "unknown_key", retry: true });
  expect(refused.headers.getSetCookie()).toEqual([]);
});
