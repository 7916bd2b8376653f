import { expect, test } from "vitest";
import { findChromium } from "../../scripts/chromium/find-chromium.ts";

const PLAYWRIGHT = "/home/dev/.cache/ms-playwright/chromium/chrome";

const find = (env: Record<string, string>, files: readonly string[]) =>
  findChromium({ env, exists: (path) => files.includes(path), playwrightPath: PLAYWRIGHT });

test.each([
  ["CHROMIUM_PATH before everything else", { CHROMIUM_PATH: "/own/chrome", PATH: "/bin" }, "/own/chrome"],
  ["a command on the path before the usual places", { PATH: "/none:/opt/bin" }, "/opt/bin/google-chrome"],
  ["a usual place when the path has none", { PATH: "/none" }, "/usr/bin/chromium"],
  ["a usual place when CHROMIUM_PATH is empty", { CHROMIUM_PATH: "" }, "/usr/bin/chromium"],
])("takes %s", (_case, env, path) => {
  const files = ["/own/chrome", "/opt/bin/google-chrome", "/bin/chromium", "/usr/bin/chromium", PLAYWRIGHT];
  expect(find(env, files)).toEqual({ status: "found", path });
});

test("takes Playwright's own Chromium last", () => {
  expect(find({ PATH: "/bin" }, [PLAYWRIGHT])).toEqual({ status: "found", path: PLAYWRIGHT });
});

test("says that there is none", () => {
  expect(find({ PATH: "/bin" }, [])).toEqual({ status: "missing" });
});

test("does not look elsewhere when CHROMIUM_PATH is wrong", () => {
  expect(find({ CHROMIUM_PATH: "/gone", PATH: "/bin" }, ["/bin/chromium"])).toEqual({
    status: "misconfigured",
    path: "/gone",
  });
});
