/**
 * `npm run test:kill`: three instances of the backend behind nginx, on one PostgreSQL, of which one is killed every few
 * seconds while visitors write. `KILL_VISITORS`, `KILL_MESSAGES` (of each) and `KILL_EVERY_MS` say how much.
 */
import { ensureStacks } from "./backends/install-stacks.ts";
import { runCommand } from "./run-command.ts";

const PACKAGES = ["--workspace=packages/client", "--workspace=packages/server"];
const AMOUNT = { KILL_VISITORS: "30", KILL_MESSAGES: "40", KILL_EVERY_MS: "3000" };

try {
  await ensureStacks();
  const built = await runCommand("npm", ["run", "build", ...PACKAGES]);
  if (built !== 0) throw new Error(`Building the packages failed with code ${built}: no test was run.`);
  process.exitCode = await runCommand(
    "npx",
    ["vitest", "run", "--project=postgres", "packages/server/test/kill"],
    { env: { ...AMOUNT, ...process.env } },
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
