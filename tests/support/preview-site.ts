import { spawn } from "node:child_process";
import { userEnvironment } from "./run-command.ts";

/** A built site that a process of its own serves. */
export interface ServedSite {
  stop(): Promise<void>;
}

/**
 * Starts `astro preview` in a built site and waits until it serves.
 * @throws Error with what it printed when it ends before.
 */
export const previewSite = (folder: string, port: number): Promise<ServedSite> =>
  serve(folder, port, "npx", ["astro", "preview", "--port", String(port)]);

/**
 * Starts the server that a build with `@astrojs/node` has written, as its host does, and waits until it serves.
 * @param env - Variables of the host.
 * @throws Error with what it printed when it ends before.
 */
export const startSite = (
  folder: string,
  port: number,
  env: Readonly<Record<string, string>> = {},
): Promise<ServedSite> =>
  serve(folder, port, "node", ["dist/server/entry.mjs"], { HOST: "localhost", PORT: String(port), ...env });

async function serve(
  folder: string,
  port: number,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ServedSite> {
  // A process group of its own, because npx runs Astro as a child that a signal to npx alone would leave behind.
  const child = spawn(command, args, { cwd: folder, env: userEnvironment(env), detached: true });
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
    void ended.then(() =>
      reject(new Error(`${command} ${args.join(" ")} ended before it served:\n${printed}`)),
    );
  });
  return {
    async stop() {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
      await ended;
    },
  };
}
