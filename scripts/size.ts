/** Measures what a visitor downloads against its budgets: `npm run size`, after a build. All sizes are brotli. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "astro";
import { ROOT } from "./packages/published-packages.ts";
import { measureAdapters } from "./size/adapter-size.ts";
import { type Figure, formatFigures, isOver } from "./size/figure.ts";
import { moduleGraph } from "./size/module-graph.ts";
import { brotliSize, pageCost } from "./size/page-cost.ts";

/** What a visitor of a built site gets, closed and open. */
async function measureSite(): Promise<Figure[]> {
  const outDir = await mkdtemp(join(tmpdir(), "chatisle-size-"));
  try {
    await build({ root: join(ROOT, "tests/fixtures/shop"), outDir, logLevel: "error" });
    const closed = pageCost(await readFile(join(outDir, "index.html"), "utf8"));
    const [app] = closed.apps;
    if (app === undefined)
      throw new Error("The built page has no loader that names the app: nothing to measure.");
    const graph = moduleGraph(join(outDir, app)).map(brotliSize);
    const open = graph.reduce((total, size) => total + size, closed.script + closed.markup);
    return [
      { name: "closed page: script", value: closed.script, budget: 500, unit: "kB" },
      { name: "closed page: markup and style", value: closed.markup, budget: 900, unit: "kB" },
      { name: "closed page: further requests", value: closed.requests.length, budget: 0, unit: "requests" },
      // The aim is 30 kB: docs/decisions/size-of-the-open-chat.md says what stands in the way.
      { name: "open and usable: everything transferred", value: open, budget: 57_000, unit: "kB" },
    ];
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

const { exports } = JSON.parse(await readFile(join(ROOT, "packages/client/package.json"), "utf8"));
const figures = [...(await measureSite()), ...(await measureAdapters(exports))];
console.log(formatFigures(figures));
if (figures.some(isOver)) {
  console.error("\nOver budget. Find what grew, or write down in docs/decisions why it has to.");
  process.exitCode = 1;
}
