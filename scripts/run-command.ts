import { spawn } from "node:child_process";

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which the command is ended. Default: none. */
  readonly timeout?: number;
}

/** Runs a command with its output on ours. */
export type RunCommand = (
  command: string,
  args: readonly string[],
  options?: CommandOptions,
) => Promise<number>;

/**
 * Runs a command with its output on ours.
 * @returns The exit code; 1 when a signal or the timeout ended it, 127 when it could not be started.
 */
export const runCommand: RunCommand = (command, args, { cwd, env, timeout } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: "inherit",
      env: { ...process.env, ...env },
      ...(cwd !== undefined && { cwd }),
      ...(timeout !== undefined && { timeout }),
    });
    child.on("error", (error) => {
      console.error(`Could not start ${command}: ${error.message}`);
      resolve(127);
    });
    child.on("exit", (code) => resolve(code ?? 1));
  });
