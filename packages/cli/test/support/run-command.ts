import { run } from "../../src/run.js";

/** Runs a command line and keeps what it prints. */
export async function runCommand(...args: string[]) {
  return runCommandIn(process.cwd(), ...args);
}

/** The same in a folder. */
export async function runCommandIn(cwd: string, ...args: string[]) {
  const printed = { out: "", err: "" };
  const exitCode = await run(args, {
    out: (text) => {
      printed.out += `${text}\n`;
    },
    err: (text) => {
      printed.err += `${text}\n`;
    },
    cwd,
    env: {},
    signal: new AbortController().signal,
  });
  return { ...printed, exitCode };
}
