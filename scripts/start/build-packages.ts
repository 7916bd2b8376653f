import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { isStale } from "./is-stale.ts";
import { PROJECT_FOLDER, packageFolders } from "./project.ts";
import { StartProblem } from "./start-problem.ts";

const run = promisify(execFile);

/**
 * Runs `npm run build` unless every package is built and up to date.
 * @param stop - Ends the build.
 * @throws {@link StartProblem} with the build's output when it fails.
 */
export async function buildPackages(stop: AbortSignal): Promise<void> {
  if (!packageFolders().some(needsBuild)) return;
  console.log("Building the packages …");
  try {
    await run("npm", ["run", "build"], {
      cwd: PROJECT_FOLDER,
      signal: stop,
      shell: process.platform === "win32",
    });
  } catch (error) {
    stop.throwIfAborted();
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new StartProblem(
      `Building the packages failed. Run \`npm run build\` after a fix.\n\n${stdout}${stderr}`,
      {
        cause: error,
      },
    );
  }
}

function needsBuild(folder: string): boolean {
  const inputs = ["src", "package.json", "tsconfig.build.json", "vite.config.ts"];
  return isStale(
    join(folder, "dist"),
    inputs.map((name) => join(folder, name)),
  );
}
