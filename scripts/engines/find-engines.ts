import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The programs that the tests in Firefox and WebKit start. */
export interface EnginePrograms {
  readonly firefox: string;
  readonly webKitDriver: string;
  /** The small browser that comes with the driver. */
  readonly webKitBrowser: string;
  /** The X server without a screen that WebKit draws on. */
  readonly display: string;
}

export type EngineSearch =
  | { readonly status: "found"; readonly programs: EnginePrograms }
  /** Debian packages that have what is not there. */
  | { readonly status: "missing"; readonly packages: readonly string[] };

export interface EngineSearchOptions {
  /** Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Default: `fs.existsSync`. */
  readonly exists?: (path: string) => boolean;
  /** The names in a folder, none when there is no such folder. Default: from the file system. */
  readonly list?: (folder: string) => readonly string[];
}

const LIBRARIES = "/usr/lib";

/** Finds Firefox (`FIREFOX_PATH`, or on the command path), WebKit's driver and browser, and a display for it. */
export function findEngines({
  env = process.env,
  exists = existsSync,
  list = namesIn,
}: EngineSearchOptions = {}): EngineSearch {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const command = (...names: readonly string[]) =>
    names.flatMap((name) => folders.map((folder) => join(folder, name))).find(exists);

  const firefox = env.FIREFOX_PATH || command("firefox-esr", "firefox");
  const webKitDriver = command("WebKitWebDriver");
  const webKitBrowser = miniBrowsers(list).find(exists);
  const display = command("Xvfb");
  if (firefox && webKitDriver && webKitBrowser && display) {
    return { status: "found", programs: { firefox, webKitDriver, webKitBrowser, display } };
  }
  return {
    status: "missing",
    packages: [
      ...(firefox ? [] : ["firefox-esr"]),
      ...(webKitDriver && webKitBrowser ? [] : ["webkit2gtk-driver"]),
      ...(display ? [] : ["xvfb"]),
    ],
  };
}

/** Where the browser may be, in the folder of each architecture and of each version of the library. */
function miniBrowsers(list: (folder: string) => readonly string[]): string[] {
  return list(LIBRARIES).flatMap((architecture) =>
    list(join(LIBRARIES, architecture))
      .filter((name) => /^webkit2?gtk-/.test(name))
      .map((library) => join(LIBRARIES, architecture, library, "MiniBrowser")),
  );
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((each) => each.isDirectory())
        .map(({ name }) => name)
    : [];
}
