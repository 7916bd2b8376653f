import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A package of this repository that is published. */
export interface PublishedPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute. */
  readonly folder: string;
}

/** The root of the checkout. */
export const ROOT = join(import.meta.dirname, "../..");

/** All packages under `packages/` that are not private. */
export function publishedPackages(): PublishedPackage[] {
  return readdirSync(join(ROOT, "packages")).flatMap((directory) => {
    const folder = join(ROOT, "packages", directory);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return manifest.private === true ? [] : [{ name: manifest.name, version: manifest.version, folder }];
  });
}
