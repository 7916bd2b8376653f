import { spawn } from "node:child_process";
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import { freePort } from "../../../../tests/support/listen.js";
import type { RunningSite } from "./fixture-site.js";

/** A built site with a server of its own, that could not start. */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
}

/**
 * Runs what `@astrojs/node` has built, as a host would: in a process of its own, with variables set at its start.
 * @throws StartFailure - with what it printed, when it ends instead of listening.
 */
export async function serveStandalone(
  entry: string,
  { cwd, env = {} }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<RunningSite> {
  const port = env.PORT === undefined ? await freePort() : Number(env.PORT);
  const { VITEST: _, SESSION_SECRET: __, ...inherited } = process.env;
  const child = spawn(process.execPath, [entry], {
    cwd,
    env: { ...inherited, HOST: "localhost", PORT: String(port), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk;
    });
  }
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const failed = ended.then(() => {
    throw new StartFailure(output);
  });
  await Promise.race([isListening(port, failed), failed]);
  // What ends later is what the test has stopped.
  failed.catch(() => {});
  return {
    url: `http://localhost:${port}/`,
    stop: () => {
      child.kill();
      return ended;
    },
  };
}

/** Asks until somebody listens, since a server of a silent build does not say so. */
async function isListening(port: number, failed: Promise<never>): Promise<void> {
  for (;;) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: "localhost" });
      socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (isOpen) return;
    await Promise.race([setTimeout(50), failed]);
  }
}
