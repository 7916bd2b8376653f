import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCommandIn } from "../support/run-command.js";

let site: string;
beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), "chatisle-add-backend-"));
  await writeFile(join(site, "package.json"), JSON.stringify({ dependencies: { astro: "^7.0.0" } }));
});
afterEach(() => rm(site, { recursive: true }));

const read = (file: string) => readFile(join(site, file), "utf8");
const addBackend = (...args: string[]) => runCommandIn(site, "add-backend", ...args);

test("writes the route, a secret for development, and says what is left to do", async () => {
  const { out, exitCode } = await addBackend();

  expect(await read("src/pages/api/[...path].ts")).toContain('toAstroEndpoint(backend, { base: "/api" })');
  expect(await read(".env")).toMatch(/^SESSION_SECRET=[\w-]{43}\n$/);
  expect((await stat(join(site, ".env"))).mode & 0o077).toBe(0);
  expect(await read(".gitignore")).toBe(".env\n.data\n");
  expect(out).toContain("npx astro add node");
  expect(exitCode).toBe(0);
});

test("changes nothing the second time", async () => {
  await addBackend();
  const before = await Promise.all([".env", ".gitignore", "src/pages/api/[...path].ts"].map(read));
  const { out } = await addBackend();

  expect(await Promise.all([".env", ".gitignore", "src/pages/api/[...path].ts"].map(read))).toEqual(before);
  expect(out).toContain("is as it should be");
});

test("keeps what stands in the site's own files", async () => {
  await writeFile(join(site, ".env"), "PUBLIC_NAME=shop");
  await writeFile(join(site, ".gitignore"), "dist\n.env");
  await mkdir(join(site, "src/pages/api"), { recursive: true });
  await writeFile(join(site, "src/pages/api/[...path].ts"), "export const ALL = mine;\n");
  const { err, exitCode } = await addBackend();

  expect(err).toContain("Choose another --path");
  expect(exitCode).toBe(1);

  await addBackend("--path", "/chat-api");
  expect(await read("src/pages/api/[...path].ts")).toBe("export const ALL = mine;\n");
  expect(await read(".env")).toMatch(/^PUBLIC_NAME=shop\nSESSION_SECRET=/);
  expect(await read(".gitignore")).toBe("dist\n.env\n.data\n");
});

test.each([
  [["--path", "api"], "none that a route can stand on"],
  [["--path", "/a/../b"], "none that a route can stand on"],
])("refuses %j", async (args, words) => {
  const { err, exitCode } = await addBackend(...args);

  expect(err).toContain(words);
  expect(exitCode).toBe(2);
});

test("says where to go outside of a site", async () => {
  await writeFile(join(site, "package.json"), "{}");
  const { err, exitCode } = await addBackend();

  expect(err).toContain("There is no Astro site");
  expect(exitCode).toBe(2);
});
