import { installPackages } from "../debian/install-packages.ts";
import { type RunCommand, runCommand } from "../run-command.ts";
import { type ChromiumSearch, findChromium } from "./find-chromium.ts";

const DOWNLOAD_TIMEOUT_MS = 300_000;

export interface InstallOptions {
  /** Default: a child process with its output on ours. */
  readonly run?: RunCommand;
  /** Default: {@link findChromium}. */
  readonly find?: () => ChromiumSearch;
  /** Default: whether this process runs as root. */
  readonly isRoot?: boolean;
}

/**
 * Makes sure that there is a Chromium that starts: the one found, else Playwright's own, else the distribution's
 * package, which needs root and apt.
 * @returns Its path.
 * @throws Error that says what was tried and what to do by hand.
 */
export async function ensureChromium({
  run = runCommand,
  find = findChromium,
  isRoot = process.getuid?.() === 0,
}: InstallOptions = {}): Promise<string> {
  const startable = async () => {
    const search = find();
    if (search.status === "misconfigured") {
      throw new Error(`CHROMIUM_PATH names ${search.path}, where there is no file. Correct it or unset it.`);
    }
    // A downloaded browser can be there and yet lack system libraries: only starting it tells.
    return search.status === "found" && (await run(search.path, ["--version"])) === 0 ? search.path : null;
  };

  const present = await startable();
  if (present !== null) return present;

  console.log("No Chromium that starts: installing Playwright's.");
  const playwright = ["playwright", "install", "--no-shell", "chromium"];
  await run("npx", playwright, {
    timeout: DOWNLOAD_TIMEOUT_MS,
    env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000" },
  });
  const downloaded = await startable();
  if (downloaded !== null) return downloaded;

  await installPackages(["chromium", "fonts-liberation"], { run, isRoot });
  const packaged = await startable();
  if (packaged !== null) return packaged;
  throw new Error(
    "The tests need Chromium. None was found, and neither Playwright's download nor the distribution's package " +
      "gave one that starts. Install Chromium or Chrome and set CHROMIUM_PATH to its executable.",
  );
}
