import { expect, test } from "vitest";
import type { ChromiumSearch } from "../../scripts/chromium/find-chromium.ts";
import { ensureChromium } from "../../scripts/chromium/install-chromium.ts";

/** A machine on which each command may put a browser in place; `broken` browsers are there and do not start. */
function machine({
  present,
  installs = {},
  broken = [],
}: {
  present?: string;
  installs?: Readonly<Record<string, string>>;
  broken?: readonly string[];
}) {
  const commands: string[] = [];
  let browser = present;
  return {
    commands,
    find: (): ChromiumSearch =>
      browser === undefined ? { status: "missing" } : { status: "found", path: browser },
    run: async (command: string, args: readonly string[]) => {
      if (command === browser) return broken.includes(command) ? 127 : 0;
      const line = [command, ...args].join(" ");
      commands.push(line);
      if (line === "apt-get update") return 0;
      const installed = Object.entries(installs).find(([part]) => line.includes(part));
      browser = installed?.[1] ?? browser;
      return installed === undefined ? 1 : 0;
    },
  };
}

test("installs nothing when a Chromium starts", async () => {
  const { find, run, commands } = machine({ present: "/usr/bin/chromium" });
  await expect(ensureChromium({ find, run, isRoot: true })).resolves.toBe("/usr/bin/chromium");
  expect(commands).toEqual([]);
});

test("installs Playwright's Chromium first", async () => {
  const { find, run, commands } = machine({ installs: { playwright: "/cache/chrome" } });
  await expect(ensureChromium({ find, run, isRoot: true })).resolves.toBe("/cache/chrome");
  expect(commands).toEqual(["npx playwright install --no-shell chromium"]);
});

test.each([
  ["cannot be downloaded", {}, []],
  ["is downloaded and does not start", { playwright: "/cache/chrome" }, ["/cache/chrome"]],
])("root gets the distribution's package when Playwright's Chromium %s", async (_case, download, broken) => {
  const { find, run } = machine({
    installs: { ...download, "apt-get install": "/usr/bin/chromium" },
    broken,
  });
  await expect(ensureChromium({ find, run, isRoot: true })).resolves.toBe("/usr/bin/chromium");
});

test("never calls apt-get without root, and says what to do", async () => {
  const { find, run, commands } = machine({});
  await expect(ensureChromium({ find, run, isRoot: false })).rejects.toThrow("set CHROMIUM_PATH");
  expect(commands.filter((line) => line.startsWith("apt-get"))).toEqual([]);
});

test("refuses a CHROMIUM_PATH that leads nowhere and installs nothing", async () => {
  const { run, commands } = machine({});
  const find = (): ChromiumSearch => ({ status: "misconfigured", path: "/gone" });
  await expect(ensureChromium({ find, run, isRoot: true })).rejects.toThrow("CHROMIUM_PATH names /gone");
  expect(commands).toEqual([]);
});
