import type { RunCommand } from "../run-command.ts";

/**
 * Installs the distribution's packages, which needs root and apt.
 * @returns Whether apt has done it.
 */
export async function installPackages(
  packages: readonly string[],
  { run, isRoot }: { readonly run: RunCommand; readonly isRoot: boolean },
): Promise<boolean> {
  if (!isRoot || (await run("apt-get", ["update"])) !== 0) return false;
  console.log(`Installing ${packages.join(", ")}.`);
  const install = ["install", "-y", "--no-install-recommends", ...packages];
  return (await run("apt-get", install, { env: { DEBIAN_FRONTEND: "noninteractive" } })) === 0;
}
