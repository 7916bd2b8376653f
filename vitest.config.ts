import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumFlags } from "./scripts/chromium/chromium-flags.ts";
import { findChromium } from "./scripts/chromium/find-chromium.ts";

const search = findChromium();
// Fixture sites and spawned tools read it, so that every test drives the same browser.
if (search.status === "found") process.env.CHROMIUM_PATH = search.path;

const preactJsx = { oxc: { jsx: { runtime: "automatic", importSource: "preact" } } } as const;

/** A test that hangs ends some day; one on a busy machine is not cut off. */
const patience = { testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } };

/**
 * Where real browsers and servers share a machine with the tests, one of thousands may fail and not fail again. It is
 * tried once more, and named in the summary with what it failed with.
 */
const secondTry = { retry: 1 };

/** A project of plain Node tests for one package. */
const nodePackage = (name: string) => ({
  test: { name, environment: "node" as const, include: [`packages/${name}/test/**/*.test.ts`], ...patience },
});

export default defineConfig({
  test: {
    passWithNoTests: true,
    // A browser, an Astro build and the tests themselves share the machine: more workers only make time-outs.
    maxWorkers: 2,
    projects: [
      nodePackage("client"),
      {
        test: { ...nodePackage("server").test, exclude: ["**/*.pg.test.ts"] },
      },
      {
        test: {
          name: "postgres",
          environment: "node",
          include: ["packages/server/test/**/*.pg.test.ts"],
          ...patience,
        },
      },
      nodePackage("testing"),
      nodePackage("astro"),
      nodePackage("cli"),
      {
        ...preactJsx,
        test: {
          name: "widget-node",
          environment: "node",
          include: ["packages/widget/test/**/*.test.ts"],
          ...patience,
        },
      },
      {
        ...preactJsx,
        test: {
          name: "widget-dom",
          environment: "happy-dom",
          include: ["packages/widget/test/**/*.dom.test.tsx"],
          ...patience,
        },
      },
      {
        ...preactJsx,
        // Named, because a dependency that is found during a run reloads the page under a running test.
        optimizeDeps: {
          include: [
            "@chatisle/widget > marked",
            "@chatisle/widget > sugar-high/core",
            "@chatisle/widget > sugar-high/lang",
            "@preact/signals",
            "@preact/signals-core",
            "@testing-library/preact",
            "axe-core",
            "ky",
            "preact",
            "preact/hooks",
            "preact/jsx-dev-runtime",
            "preact/jsx-runtime",
            "preact/test-utils",
          ],
        },
        test: {
          name: "widget-browser",
          include: ["packages/widget/test/**/*.browser.test.tsx"],
          ...patience,
          ...secondTry,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: "chromium" }],
            provider: playwright({
              launchOptions: {
                args: chromiumFlags(),
                ...(search.status === "found" && { executablePath: search.path }),
              },
            }),
          },
        },
      },
      {
        test: { name: "scripts", environment: "node", include: ["tests/scripts/**/*.test.ts"], ...patience },
      },
      {
        test: {
          name: "e2e",
          environment: "node",
          include: ["tests/e2e/**/*.e2e.test.ts"],
          globalSetup: "tests/support/installed-site.setup.ts",
          // Each file installs and builds sites of its own and starts a browser.
          fileParallelism: false,
          ...secondTry,
          expect: patience.expect,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "backends",
          environment: "node",
          include: ["tests/backends/**/*.backend.test.ts"],
          globalSetup: "tests/support/installed-site.setup.ts",
          fileParallelism: false,
          ...secondTry,
          expect: patience.expect,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: { name: "soak", environment: "node", include: ["tests/soak/**/*.test.ts"], ...patience },
      },
      {
        test: {
          name: "engines",
          environment: "node",
          include: ["tests/engines/**/*.engines.test.ts"],
          globalSetup: "tests/support/installed-site.setup.ts",
          fileParallelism: false,
          ...secondTry,
          expect: patience.expect,
          testTimeout: 240_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
