/**
 * Runs one of the deployments in examples/backends: `npm run backend -- fastapi`, until Ctrl-C. With `--kit`,
 * `@chatisle/server` in the place of its framework.
 *
 * `PORT` (default 8000) moves it; what stands behind it takes the ports after. `SITE` (default `dist`) is the built site
 * for deployments that serve one. What else is set, such as `ALLOWED_ORIGINS`, reaches the programs.
 */
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { StartProblem } from "../start/start-problem.ts";
import { stopSignal } from "../start/stop-signal.ts";
import { DEPLOYMENTS, type DeploymentName, deploymentPrograms, type Stack } from "./deployments.ts";
import { type Program, startProgram } from "./program.ts";

const DATA = fileURLToPath(new URL("../../.data/backends", import.meta.url));

async function start(name: DeploymentName, stack: Stack, stop: AbortSignal): Promise<void> {
  const port = Number(process.env.PORT || 8000);
  const folder = join(DATA, `${name}-${stack}`);
  await mkdir(folder, { recursive: true });
  const descriptions = await deploymentPrograms(name, stack, {
    port,
    inner: Array.from({ length: DEPLOYMENTS[name].inner }, (_, index) => port + 1 + index),
    folder,
    site: resolve(process.env.SITE || "dist"),
    env: {
      NODE_ENV: process.env.NODE_ENV || "development",
      ALLOWED_ORIGINS: process.env.ALLOWED_ORIGINS || "http://localhost:4321",
    },
  });
  const running: Program[] = [];
  try {
    for (const description of descriptions) {
      running.push(await startProgram(description, (text) => process.stdout.write(text)));
    }
    console.log(`\n${name} is ready at http://localhost:${port}. Press Ctrl-C to stop.\n`);
    await Promise.race([aborted(stop), ...running.map(({ ended }) => ended)]);
  } finally {
    await Promise.all(running.map((program) => program.stop()));
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener("abort", () => done(), { once: true }));
}

function isDeployment(name: string | undefined): name is DeploymentName {
  return name !== undefined && Object.hasOwn(DEPLOYMENTS, name);
}

const stop = stopSignal();
try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { kit: { type: "boolean", default: false } },
  });
  const [name] = positionals;
  if (!isDeployment(name)) {
    const names = Object.keys(DEPLOYMENTS).join(", ");
    throw new StartProblem(`Write which one: npm run backend -- <name> [--kit], with one of ${names}.`);
  }
  await start(name, values.kit ? "kit" : "framework", stop);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
