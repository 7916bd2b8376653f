import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type PackedPackage, packPackages } from "../../scripts/packages/pack-packages.ts";
import { copyFixture, installPackages } from "./site.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Our packages as npm would publish them. */
    packedPackages: readonly PackedPackage[];
    /** A fresh site outside the checkout, in which they are installed. */
    installedSite: string;
  }
}

/** Packs the packages and installs them in a fresh site, once for all end-to-end tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "chatisle-e2e-")));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const packages = await packPackages(folder);
    const site = join(folder, "shop");
    await copyFixture("shop", site);
    await installPackages(site, packages);
    project.provide("packedPackages", packages);
    project.provide("installedSite", site);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}
