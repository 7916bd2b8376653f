import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { LAUNCHER_PARTS, PANEL_PARTS } from "../../src/skin/parts.js";
import { CUSTOM_PROPERTIES } from "../../src/skin/properties.js";

const source = (path: string) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

/** The texts of every file below a folder with one of these endings. */
function textsIn(folder: string, ...endings: string[]): string[] {
  return readdirSync(source(folder), { recursive: true, encoding: "utf8" })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => readFileSync(source(`${folder}/${name}`), "utf8"));
}

/** The names in every part="…" of a text. Those that are put together at run time are not among them. */
const namesIn = (text: string) =>
  [...text.matchAll(/\bpart="([^"]+)"/g)].flatMap(([, names = ""]) => names.split(" "));

test("every part that a component has by name is in the public list", () => {
  const listed = new Set<string>([...PANEL_PARTS, ...LAUNCHER_PARTS]);
  const used = new Set(
    ["components", "launcher", "app"].flatMap((folder) => textsIn(folder, ".tsx").flatMap(namesIn)),
  );
  expect([...used].filter((name) => !listed.has(name))).toEqual([]);
});

test("every part in the public list is in a component, or put together from one that is", () => {
  const code = ["components", "launcher", "app"].flatMap((folder) => textsIn(folder, ".tsx")).join("\n");
  const isThere = (name: string) => new RegExp(`["'\` ]${name}["'\` $]`).test(code);
  // A state is the name of its part, a hyphen and what a template fills in.
  const isBuilt = (name: string) =>
    name.split("-").some((_, index, words) => code.includes(`${words.slice(0, index + 1).join("-")}-\${`));
  expect([...PANEL_PARTS, ...LAUNCHER_PARTS].filter((name) => !isThere(name) && !isBuilt(name))).toEqual([]);
});

test("every public property that the skin reads is in the list, and every one in the list is read", () => {
  const css = [...textsIn("skin", ".css"), ...textsIn("launcher", ".css")].join("\n");
  const read = new Set([...css.matchAll(/var\(\s*(--chatisle-[a-z-]+)/g)].map(([, name = ""]) => name));
  // Written by the panel itself: while a keyboard covers a part of the screen, and for the visitor.
  for (const own of ["--chatisle-top", "--chatisle-height", "--chatisle-own-width"]) read.delete(own);
  expect([...read].sort()).toEqual([...CUSTOM_PROPERTIES].sort());
});

test("no rule looks from an element into others: every word of a reply would style every message anew", () => {
  const rules = ["skin", "launcher"].flatMap((folder) => textsIn(folder, ".css"));
  expect(rules.filter((css) => css.includes(":has("))).toEqual([]);
});
