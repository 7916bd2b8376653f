import { cp, mkdtemp, readFile, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PackedPackage } from "../../scripts/packages/pack-packages.ts";
import { ROOT } from "../../scripts/packages/published-packages.ts";
import { runCommand } from "./run-command.ts";

/** Puts a fixture site into a folder. */
export const copyFixture = (name: string, folder: string): Promise<void> =>
  cp(join(ROOT, "tests/fixtures", name), folder, {
    recursive: true,
    filter: (path) => !/\/(\.astro|node_modules|dist)$/.test(path),
  });

/**
 * Puts a fixture site into a folder of its own outside the checkout and installs the packed packages in it.
 * @returns The folder, to be removed after the tests.
 */
export async function installFixture(name: string, packages: readonly PackedPackage[]): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), `chatisle-${name}-`)));
  await copyFixture(name, folder);
  await installPackages(folder, packages);
  return folder;
}

/** Installs the packed packages in a site, with what a user needs beside them; versions that the site names stay. */
export async function installPackages(folder: string, packages: readonly PackedPackage[]): Promise<void> {
  const file = join(folder, "package.json");
  const own = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const others = await rootVersions("astro", "@astrojs/check", "@astrojs/node", "typescript");
  const manifest = JSON.parse(await readFile(file, "utf8"));
  const dependencies = {
    ...others,
    preact: "^10.25.0",
    "@preact/signals": "^2.0.0",
    ...manifest.dependencies,
    ...own,
  };
  await writeFile(file, JSON.stringify({ ...manifest, dependencies }, null, 2));
  await npmInstall(folder);
}

/** Runs `npm install`, from npm's cache as far as that goes. */
export const npmInstall = (folder: string): Promise<string> =>
  runCommand("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: folder });

/** The versions of packages that this repository is developed with. */
export async function rootVersions(...names: readonly string[]): Promise<Record<string, string>> {
  const { devDependencies } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  return Object.fromEntries(names.map((name) => [name, devDependencies[name]]));
}

/** Runs Astro's command line in a site. */
export const runAstro = (
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> => runCommand("npx", ["astro", ...args], { cwd: folder, env });
