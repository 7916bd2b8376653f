import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { developmentSecret } from "../../../scripts/start/development-secret.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "secret-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("the secret is made once and stays the same, 32 bytes long", async () => {
  const path = join(folder, "secret");
  const first = await developmentSecret(path);
  expect(Buffer.from(first, "base64url")).toHaveLength(32);
  expect(await developmentSecret(path)).toBe(first);
});

test("two folders have two secrets", async () => {
  expect(await developmentSecret(join(folder, "a"))).not.toBe(await developmentSecret(join(folder, "b")));
});

test("only the owner can read the file", async () => {
  const path = join(folder, "secret");
  await developmentSecret(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a file that cannot be read is an error, not a new secret", async () => {
  await expect(developmentSecret(folder)).rejects.toThrow("EISDIR");
});
