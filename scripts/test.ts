/**
 * Builds the packages and runs the tests: `npm test`, or `npm test -- unit` or `e2e` for a part.
 * Ends with the time of each step and, as the last line, `N passed, N failed`.
 */
import { ensureStacks } from "./backends/install-stacks.ts";
import { ensureChromium } from "./chromium/install-chromium.ts";
import { ensureEngines } from "./engines/install-engines.ts";
import { runCommand } from "./run-command.ts";
import { runVitest } from "./test-run/run-vitest.ts";
import { formatRetried, formatSteps, formatTotals, type Step } from "./test-run/summary.ts";

const SELECTIONS: Readonly<Record<string, readonly string[]>> = {
  all: ["!backends", "!engines", "!postgres"],
  unit: ["!e2e", "!backends", "!engines", "!postgres"],
  e2e: ["e2e"],
  backends: ["backends", "postgres"],
  engines: ["engines"],
};

const steps: Step[] = [];

async function timed<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    steps.push({ name, duration: performance.now() - start });
  }
}

async function main(selection: string): Promise<number> {
  const projects = SELECTIONS[selection];
  if (projects === undefined) {
    throw new Error(
      `There is no part ${JSON.stringify(selection)}. Use: ${Object.keys(SELECTIONS).join(", ")}.`,
    );
  }
  const chromium = await timed("find chromium", () => ensureChromium());
  if (selection === "backends") await timed("find nginx, Python and PostgreSQL", () => ensureStacks());
  if (selection === "engines") await timed("find Firefox and WebKit", () => ensureEngines());
  const built = await timed("build packages", () => runCommand("npm", ["run", "build"]));
  if (built !== 0) throw new Error(`Building the packages failed with code ${built}: no test was run.`);
  const totals = await timed(`test ${selection}`, () => runVitest(projects, { CHROMIUM_PATH: chromium }));

  console.log(`${formatRetried(totals.retried)}\n${formatSteps(steps)}`);
  const ran = totals.passed + totals.failed > 0;
  if (!ran) console.error("No test ran.");
  console.log(`\n${formatTotals(totals)}`);
  return ran && totals.failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv[2] ?? "all");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
