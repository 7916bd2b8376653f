import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../run-command.ts";
import { countTests, type TestTotals, type VitestReport } from "./test-totals.ts";

/**
 * Runs vitest and counts its tests.
 * @param projects - Names of projects, with `*` and a leading `!` as vitest takes them; none means all.
 * @throws Error when vitest ended without a report.
 */
export async function runVitest(
  projects: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<TestTotals> {
  const folder = await mkdtemp(join(tmpdir(), "chatisle-report-"));
  try {
    const reportFile = join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
    const selection = projects.map((project) => `--project=${project}`);
    const exitCode = await runCommand("npx", ["vitest", "run", ...reporters, ...selection], { env });
    const report: VitestReport = JSON.parse(
      await readFile(reportFile, "utf8").catch((cause: unknown) => {
        throw new Error(`vitest ended with code ${exitCode} and wrote no report: see its output above.`, {
          cause,
        });
      }),
    );
    return countTests(report, exitCode);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
