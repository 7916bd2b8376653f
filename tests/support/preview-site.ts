import { spawn } from "node:child_process";
import { userEnvironment } from "./run-command.ts";

/** A site that `astro preview` serves. */
export interface Preview {
  stop(): Promise<void>;
}

/**
 * Starts `astro preview` in a built site and waits until it serves.
 * @throws Error with what it printed when it ends before.
 */
export async function previewSite(folder: string, port: number): Promise<Preview> {
  // A process group of its own, because npx runs Astro as a child that a signal to npx alone would leave behind.
  const child = spawn("npx", ["astro", "preview", "--port", String(port)], {
    cwd: folder,
    env: userEnvironment(),
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  let printed = "";
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes(`:${port}`)) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    void ended.then(() => reject(new Error(`astro preview ended before it served:\n${printed}`)));
  });
  return {
    async stop() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
      await ended;
    },
  };
}
