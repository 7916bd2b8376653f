import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isStale } from "../../../scripts/start/is-stale.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "is-stale-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A file, and the folder it is in, that were changed at a second of the epoch. */
function file(path: string, second: number): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, "");
  utimesSync(target, second, second);
  utimesSync(dirname(target), second, second);
}

const distIsStale = () => isStale(join(folder, "dist"), [join(folder, "src"), join(folder, "absent.json")]);

test("what was never built is stale", () => {
  file("src/index.ts", 10);
  expect(distIsStale()).toBe(true);
});

test("an empty output folder is stale", () => {
  file("src/index.ts", 10);
  mkdirSync(join(folder, "dist"));
  expect(distIsStale()).toBe(true);
});

test("what was built after the last change is not stale", () => {
  file("src/deep/index.ts", 10);
  utimesSync(join(folder, "src"), 10, 10);
  file("dist/index.js", 20);
  expect(distIsStale()).toBe(false);
});

test("a change deep in the source makes it stale", () => {
  file("dist/index.js", 20);
  file("src/deep/index.ts", 30);
  utimesSync(join(folder, "src", "deep"), 10, 10);
  utimesSync(join(folder, "src"), 10, 10);
  expect(distIsStale()).toBe(true);
});

test("a change during the build makes it stale, although later files are newer", () => {
  file("dist/first.js", 20);
  file("src/index.ts", 25);
  file("dist/last.js", 30);
  expect(distIsStale()).toBe(true);
});

test("a deleted source file makes it stale", () => {
  file("src/index.ts", 10);
  file("src/gone.ts", 10);
  file("dist/index.js", 20);
  rmSync(join(folder, "src", "gone.ts"));
  expect(distIsStale()).toBe(true);
});
