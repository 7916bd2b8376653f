import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PANEL_PARTS } from "../../src/skin/parts.js";

const COMPONENTS = join(import.meta.dirname, "../../src/components");

/** Names that the skin uses for itself. */
const OWN = new Set(["hidden", "icon-directed"]);

/** Every part that a component names in full. */
async function namedParts(): Promise<Set<string>> {
  const files = (await readdir(COMPONENTS, { recursive: true })).filter((name) => name.endsWith(".tsx"));
  const sources = await Promise.all(files.map((name) => readFile(join(COMPONENTS, name), "utf8")));
  const names = sources.flatMap((source) =>
    [...source.matchAll(/\bpart="([^"]+)"/g)].flatMap((match) => match[1]?.split(" ") ?? []),
  );
  return new Set(names.filter((name) => !OWN.has(name)));
}

test("every part of the panel is in the list that sites style it by", async () => {
  expect([...(await namedParts())].filter((name) => !new Set<string>(PANEL_PARTS).has(name))).toEqual([]);
});

test("no part is listed twice", () => {
  expect(PANEL_PARTS).toHaveLength(new Set(PANEL_PARTS).size);
});
