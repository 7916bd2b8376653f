import { installPackages } from "../debian/install-packages.ts";
import { type RunCommand, runCommand } from "../run-command.ts";
import { type EnginePrograms, type EngineSearch, findEngines } from "./find-engines.ts";

export interface InstallOptions {
  /** Default: a child process with its output on ours. */
  readonly run?: RunCommand;
  /** Default: {@link findEngines}. */
  readonly find?: () => EngineSearch;
  /** Default: whether this process runs as root. */
  readonly isRoot?: boolean;
}

/**
 * Makes sure that there are Firefox and WebKit: those found, else the distribution's packages, which need root and apt.
 * @throws Error that says what is missing and what to do by hand.
 */
export async function ensureEngines({
  run = runCommand,
  find = findEngines,
  isRoot = process.getuid?.() === 0,
}: InstallOptions = {}): Promise<EnginePrograms> {
  const present = find();
  if (present.status === "found") return present.programs;

  const { packages } = present;
  await installPackages(packages, { run, isRoot });
  const installed = find();
  if (installed.status === "found") return installed.programs;
  throw new Error(
    `The tests in Firefox and WebKit need the Debian packages ${packages.join(", ")}, or what they contain. ` +
      "Install them, or start this command as root where there is apt-get. FIREFOX_PATH may name another Firefox.",
  );
}
