import { installPackages } from "../debian/install-packages.ts";
import { type RunCommand, runCommand } from "../run-command.ts";
import { findPostgres } from "./find-postgres.ts";
import { PYTHON } from "./python.ts";

export interface InstallOptions {
  /** Default: a child process with its output on ours. */
  readonly run?: RunCommand;
  /** Default: {@link findPostgres}. */
  readonly find?: () => string | null;
  /** Default: whether this process runs as root. */
  readonly isRoot?: boolean;
}

const MODULES = ["fastapi", "uvicorn", "flask", "jwt", "itsdangerous"];
const PACKAGES = [
  "python3-fastapi",
  "python3-uvicorn",
  "python3-flask",
  "python3-jwt",
  "nginx-light",
  "postgresql",
];

/**
 * Makes sure that there are nginx, PostgreSQL and what the Python backends import: those found, else the distribution's packages,
 * which need root and apt.
 * @throws Error that says what is missing and what to do by hand.
 */
export async function ensureStacks({
  run = runCommand,
  find = findPostgres,
  isRoot = process.getuid?.() === 0,
}: InstallOptions = {}): Promise<void> {
  const isComplete = async () =>
    (await run(PYTHON, ["-c", `import ${MODULES.join(", ")}`])) === 0 &&
    (await run("nginx", ["-v"])) === 0 &&
    find() !== null;

  if (await isComplete()) return;
  await installPackages(PACKAGES, { run, isRoot });
  if (await isComplete()) return;
  throw new Error(
    `The example backends need nginx, PostgreSQL, and a Python with ${MODULES.join(", ")}: on Debian the packages ` +
      `${PACKAGES.join(", ")}. Install them, or start this command as root where there is apt-get. PYTHON may name ` +
      "another Python, and POSTGRES_BIN the folder of another PostgreSQL.",
  );
}
