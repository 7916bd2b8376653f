import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type PublishedPackage, publishedPackages, ROOT } from "./published-packages.ts";

/** A package as npm would publish it. */
export interface PackedPackage extends PublishedPackage {
  /** Absolute path of the `.tgz`. */
  readonly tarball: string;
}

/**
 * Packs every published package into a folder, from what is in its `dist` now.
 * @throws Error with npm's own output when a package cannot be packed.
 */
export async function packPackages(destination: string): Promise<PackedPackage[]> {
  const packages = publishedPackages();
  const workspaces = packages.map(({ name }) => `--workspace=${name}`);
  await promisify(execFile)("npm", ["pack", "--silent", "--pack-destination", destination, ...workspaces], {
    cwd: ROOT,
  });
  return packages.map((published) => ({
    ...published,
    // npm's own naming: "@scope/name" becomes "scope-name".
    tarball: join(
      destination,
      `${published.name.replace("@", "").replace("/", "-")}-${published.version}.tgz`,
    ),
  }));
}
