import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";

/** Where a Chromium was looked for, and what came of it. */
export type ChromiumSearch =
  | { readonly status: "found"; readonly path: string }
  /** `CHROMIUM_PATH` is set and leads nowhere: a mistake to report, not to work around. */
  | { readonly status: "misconfigured"; readonly path: string }
  | { readonly status: "missing" };

export interface ChromiumSearchOptions {
  /** Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: `fs.existsSync`. */
  readonly exists?: (path: string) => boolean;
  /** Where Playwright keeps the Chromium it installs. Default: asked from Playwright. */
  readonly playwrightPath?: string;
}

const COMMANDS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const APPLICATIONS = [
  "/usr/bin/chromium",
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** Finds a Chromium: `CHROMIUM_PATH`, then the command path, then the usual places, then Playwright's own. */
export function findChromium({
  env = process.env,
  exists = existsSync,
  playwrightPath = chromium.executablePath(),
}: ChromiumSearchOptions = {}): ChromiumSearch {
  const configured = env.CHROMIUM_PATH;
  if (configured !== undefined && configured !== "") {
    return { status: exists(configured) ? "found" : "misconfigured", path: configured };
  }
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  const path = [...onPath, ...APPLICATIONS, playwrightPath].find(exists);
  return path === undefined ? { status: "missing" } : { status: "found", path };
}
