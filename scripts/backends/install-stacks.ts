import { type RunCommand, runCommand } from "../run-command.ts";
import { PYTHON } from "./python.ts";

export interface InstallOptions {
  /** Default: a child process with its output on ours. */
  readonly run?: RunCommand;
  /** Default: whether this process runs as root. */
  readonly isRoot?: boolean;
}

const MODULES = ["fastapi", "uvicorn", "flask", "jwt", "itsdangerous"];
const PACKAGES = ["python3-fastapi", "python3-uvicorn", "python3-flask", "python3-jwt", "nginx-light"];

/**
 * Makes sure that there are nginx and what the Python backends import: those found, else the distribution's packages,
 * which need root and apt.
 * @throws Error that says what is missing and what to do by hand.
 */
export async function ensureStacks({
  run = runCommand,
  isRoot = process.getuid?.() === 0,
}: InstallOptions = {}): Promise<void> {
  const isComplete = async () =>
    (await run(PYTHON, ["-c", `import ${MODULES.join(", ")}`])) === 0 && (await run("nginx", ["-v"])) === 0;

  if (await isComplete()) return;
  if (isRoot && (await run("apt-get", ["update"])) === 0) {
    console.log(`Installing ${PACKAGES.join(", ")}.`);
    await run("apt-get", ["install", "-y", "--no-install-recommends", ...PACKAGES], {
      env: { DEBIAN_FRONTEND: "noninteractive" },
    });
    if (await isComplete()) return;
  }
  throw new Error(
    `The example backends need nginx, and a Python with ${MODULES.join(", ")}: on Debian the packages ` +
      `${PACKAGES.join(", ")}. Install them, or start this command as root where there is apt-get. PYTHON may name ` +
      "another Python.",
  );
}
