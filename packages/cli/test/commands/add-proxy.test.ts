import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCommandIn } from "../support/run-command.js";

/** The package as the checkout has it installed for its examples. */
const ASTRO_PACKAGE = join(import.meta.dirname, "../../../astro");
const BACKEND = "https://api.shop.com";

let site: string;
beforeEach(async () => {
  site = await mkdtemp(join(tmpdir(), "chatisle-add-proxy-"));
  await writeFile(join(site, "package.json"), "{}");
  await mkdir(join(site, "node_modules/@chatisle"), { recursive: true });
  await symlink(ASTRO_PACKAGE, join(site, "node_modules/@chatisle/astro"));
});
afterEach(() => rm(site, { recursive: true }));

const read = (file: string) => readFile(join(site, file), "utf8");
const addProxy = (...args: string[]) => runCommandIn(site, "add-proxy", ...args);

test.each([
  ["netlify", "public/_redirects"],
  ["vercel", "vercel.json"],
  ["cloudflare", "functions/api/[[path]].js"],
  ["nginx", "nginx/chatisle.conf"],
])("writes what %s needs", async (host, file) => {
  const { out, exitCode } = await addProxy(host, "--to", BACKEND);

  expect(await read(file)).toContain(BACKEND);
  expect(out).toContain(`Wrote ${file}.`);
  expect(exitCode).toBe(0);
});

test("puts the rule before those that are there, once", async () => {
  await mkdir(join(site, "public"));
  await writeFile(join(site, "public/_redirects"), "/*  /index.html  200\n");
  await addProxy("netlify", "--to", BACKEND);
  const { out } = await addProxy("netlify", "--to", BACKEND);

  expect(await read("public/_redirects")).toBe(`/api/*  ${BACKEND}/:splat  200\n/*  /index.html  200\n`);
  expect(out).toContain("holds it already");
});

test("keeps what stands in a JSON file", async () => {
  const old = { source: "/old", destination: "/new" };
  await writeFile(join(site, "vercel.json"), JSON.stringify({ cleanUrls: true, rewrites: [old] }));
  await addProxy("vercel", "--to", BACKEND);
  await addProxy("vercel", "--to", BACKEND);

  expect(JSON.parse(await read("vercel.json"))).toEqual({
    cleanUrls: true,
    rewrites: [{ source: "/api/:path*", destination: `${BACKEND}/:path*` }, old],
  });
});

test.each([
  ["netlify", "public/_redirects"],
  ["vercel", "vercel.json"],
  ["cloudflare", "functions/api/[[path]].js"],
  ["nginx", "nginx/chatisle.conf"],
])("leads the path on %s to another backend, and no more to the one before", async (host, file) => {
  await addProxy(host, "--to", "https://old.shop.com");
  const { out, exitCode } = await addProxy(host, "--to", BACKEND);

  expect(await read(file)).toContain(BACKEND);
  expect(await read(file)).not.toContain("old.shop.com");
  expect(out).toContain(`Wrote ${file}.`);
  expect(exitCode).toBe(0);
});

test.each([
  ["cloudflare", "functions/api/[[path]].js"],
  ["nginx", "nginx/chatisle.conf"],
])("leaves what somebody has changed on %s", async (host, file) => {
  await addProxy(host, "--to", "https://old.shop.com");
  const before = `${await read(file)}\nof my own`;
  await writeFile(join(site, file), before);
  const { err, exitCode } = await addProxy(host, "--to", BACKEND);

  expect(await read(file)).toBe(before);
  expect(err).toContain(BACKEND);
  expect(exitCode).toBe(1);
});

test("leaves a file alone that it cannot merge, and prints what to add", async () => {
  await writeFile(join(site, "vercel.json"), "// with a comment\n{}");
  const { err, exitCode } = await addProxy("vercel", "--to", BACKEND);

  expect(await read("vercel.json")).toBe("// with a comment\n{}");
  expect(err).toContain(`"destination": "${BACKEND}/:path*"`);
  expect(exitCode).toBe(1);
});

test("prints and writes nothing when asked to", async () => {
  const { out } = await addProxy("netlify", "--to", BACKEND, "--path", "/chat", "--print");

  expect(out).toBe(`/chat/*  ${BACKEND}/:splat  200\n\n`);
  await expect(read("public/_redirects")).rejects.toThrow("ENOENT");
});

test.each([
  [["geocities", "--to", BACKEND], "Name one host: netlify, vercel, cloudflare, nginx."],
  [["vercel"], "Name the backend"],
  [["vercel", "--to", "api.shop.com"], 'Write "https://api.shop.com"'],
  [["netlify", "--to", "http://localhost:8000"], "netlify cannot reach http://localhost:8000"],
])("refuses %j", async (args, words) => {
  const { err, exitCode } = await addProxy(...args);

  expect(err).toContain(words);
  expect(exitCode).toBe(2);
});

test("says what to do outside of a site", async () => {
  const { err, exitCode } = await runCommandIn(tmpdir(), "add-proxy", "vercel", "--to", BACKEND);

  expect(err).toContain("npx astro add @chatisle/astro");
  expect(exitCode).toBe(2);
});
