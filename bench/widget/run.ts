/**
 * `npm run bench:widget`: the figures of the widget on this machine, in Chromium, beside the least that could do the
 * same. Builds first; takes some minutes. `npm run bench:widget -- streaming` measures one of them alone. Ends with
 * an error when a budget is missed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright";
import { build, preview } from "vite";
import { compileEarly } from "../../packages/astro/src/vite/compile-early.ts";
import { chromiumFlags } from "../../scripts/chromium/chromium-flags.ts";
import { ensureChromium } from "../../scripts/chromium/install-chromium.ts";
import { type Figure, report } from "./figures.ts";
import { measureHistory } from "./history.ts";
import { pageOpener } from "./measured-page.ts";
import { measureMounts } from "./mounts.ts";
import { measureStartUp } from "./start-up.ts";
import { measureStreaming } from "./streaming.ts";
import { measureTyping } from "./typing.ts";

const MEASUREMENTS = {
  "start-up": measureStartUp,
  streaming: measureStreaming,
  history: measureHistory,
  typing: measureTyping,
  mounts: measureMounts,
};

const [what] = process.argv.slice(2);
const chosen = Object.entries(MEASUREMENTS).filter(([name]) => what === undefined || name === what);
if (chosen.length === 0) {
  throw new Error(
    `There is no measurement "${what}". Choose one of: ${Object.keys(MEASUREMENTS).join(", ")}.`,
  );
}

const folder = mkdtempSync(join(tmpdir(), "chatisle-bench-"));
const site = { root: join(import.meta.dirname, "page"), configFile: false, logLevel: "error" } as const;
await build({
  ...site,
  build: { outDir: folder, emptyOutDir: true, target: "es2022" },
  // As the Astro integration does it; what the widget is compared with, too.
  plugins: [
    {
      name: "compile-early",
      generateBundle: { order: "post", handler: (_, bundle) => compileEarly(Object.values(bundle)) },
    },
  ],
});
const server = await preview({ ...site, build: { outDir: folder }, preview: { port: 0, host: "127.0.0.1" } });
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: chromiumFlags() });
try {
  const openPage = pageOpener(browser, server.resolvedUrls?.local[0] ?? "");
  console.log(`Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model}`);
  const figures: Figure[] = [];
  for (const [, measure] of chosen) figures.push(...(await measure(openPage)));
  if (report(figures) > 0) process.exitCode = 1;
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
