import { expect, test } from "vitest";
import { type EnginePrograms, type EngineSearch, findEngines } from "../../scripts/engines/find-engines.ts";
import { ensureEngines } from "../../scripts/engines/install-engines.ts";

const PROGRAMS: EnginePrograms = {
  firefox: "/usr/bin/firefox-esr",
  webKitDriver: "/usr/bin/WebKitWebDriver",
  webKitBrowser: "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser",
  display: "/usr/bin/Xvfb",
};
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  "/usr/lib": ["python3", "aarch64-linux-gnu"],
  "/usr/lib/aarch64-linux-gnu": ["gtk-3.0", "webkit2gtk-4.1"],
};

const search = (files: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  findEngines({
    env: { PATH: "/usr/local/bin:/usr/bin", ...env },
    exists: (path) => files.includes(path),
    list: (folder) => FOLDERS[folder] ?? [],
  });

test("the programs are found where Debian puts them, on any architecture", () => {
  expect(search(Object.values(PROGRAMS))).toEqual({ status: "found", programs: PROGRAMS });
});

test("FIREFOX_PATH names another Firefox", () => {
  const found = search(Object.values(PROGRAMS), { FIREFOX_PATH: "/opt/firefox/firefox" });
  expect(found).toMatchObject({ programs: { firefox: "/opt/firefox/firefox" } });
});

test.each([
  [[PROGRAMS.firefox], "firefox-esr"],
  [[PROGRAMS.webKitDriver], "webkit2gtk-driver"],
  [[PROGRAMS.webKitBrowser], "webkit2gtk-driver"],
  [[PROGRAMS.display], "xvfb"],
])("without %j the package %s is missing", (gone, name) => {
  const files = Object.values(PROGRAMS).filter((path) => !gone.includes(path));
  expect(search(files)).toEqual({ status: "missing", packages: [name] });
});

/** A machine on which the packages are missing until they are installed. */
function machine({ canInstall }: { canInstall: boolean }) {
  const commands: string[] = [];
  let isInstalled = false;
  return {
    commands,
    find: (): EngineSearch =>
      isInstalled
        ? { status: "found", programs: PROGRAMS }
        : { status: "missing", packages: ["firefox-esr", "xvfb"] },
    run: async (command: string, args: readonly string[]) => {
      commands.push([command, ...args].join(" "));
      isInstalled = canInstall && args.includes("install");
      return 0;
    },
  };
}

test("root gets the missing packages from the distribution, and only those", async () => {
  const { find, run, commands } = machine({ canInstall: true });
  await expect(ensureEngines({ find, run, isRoot: true })).resolves.toEqual(PROGRAMS);
  expect(commands).toEqual(["apt-get update", "apt-get install -y --no-install-recommends firefox-esr xvfb"]);
});

test.each([
  ["without root", false, true],
  ["when the distribution does not have them", true, false],
])("what to install is said %s", async (_case, isRoot, canInstall) => {
  const { find, run } = machine({ canInstall });
  await expect(ensureEngines({ find, run, isRoot })).rejects.toThrow(
    "need the Debian packages firefox-esr, xvfb",
  );
});
