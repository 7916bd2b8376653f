import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { type DeploymentName, deploymentPrograms, type Stack } from "../../scripts/backends/deployments.ts";
import { startProgram } from "../../scripts/backends/program.ts";
import { freePort } from "../support/listen.ts";

/** Programs that sign something. */
const SIGNING: readonly (readonly [DeploymentName, Stack])[] = [
  ["fastapi", "kit"],
  ["flask-jwt", "framework"],
  ["flask-jwt", "kit"],
  ["express-proxy", "kit"],
  ["express-session", "framework"],
  ["express-session", "kit"],
  ["flask-stateless", "framework"],
  ["flask-stateless", "kit"],
];

/** Those that keep a secret of their own making in development. `serve` makes one for each start. */
const KEEPING = SIGNING.filter(([name, stack]) => stack === "framework" || name.startsWith("express"));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatisle-secrets-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The program of a deployment that keeps its sessions. */
async function program(name: DeploymentName, stack: Stack, env: Readonly<Record<string, string>>) {
  const [port, ...inner] = await Promise.all([freePort(), freePort(), freePort()]);
  const [first] = await deploymentPrograms(name, stack, { port, inner, folder, site: folder, env });
  if (first === undefined) throw new Error(`${name} has no program.`);
  return first;
}

test.each(SIGNING)(
  "%s (%s) does not start in production without a secret, and says how to make one",
  async (name, stack) => {
    const production = { APP_ENV: "production", NODE_ENV: "production", DEMO_PASSWORD: "of no worth" };
    const start = startProgram(await program(name, stack, production));
    await expect(start).rejects.toThrow(/SESSION_SECRET is not set.*openssl rand/);
  },
);

test.each(KEEPING)("%s (%s) makes a secret of its own in development, and keeps it", async (name, stack) => {
  const description = await program(name, stack, {});
  const file = join(folder, "SESSION_SECRET.txt");
  const secrets = [];
  for (let starts = 0; starts < 2; starts += 1) {
    const running = await startProgram(description);
    onTestFinished(() => running.kill());
    secrets.push(await readFile(file, "utf8"));
    await running.stop();
  }
  expect(new Set(secrets).size).toBe(1);
  expect(secrets[0]?.length).toBeGreaterThanOrEqual(43);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});
