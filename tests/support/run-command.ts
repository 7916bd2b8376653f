import { execFile } from "node:child_process";
import { delimiter, dirname } from "node:path";

/** Variables of the surrounding run that would change how a site behaves in it. */
const OWN_VARIABLES =
  /^(VITEST.*|TEST|NODE_ENV|MODE|DEV|PROD|INIT_CWD|npm_(lifecycle|package)_.*|npm_config_local_prefix)$/;

/**
 * The environment of a user's shell: without what npm and vitest set, with this Node first on the path.
 * @param changes - Variables to set, or to remove with undefined. Names of npm options count in any case.
 */
export function userEnvironment(
  changes: Readonly<Record<string, string | undefined>> = {},
): NodeJS.ProcessEnv {
  const changed = new Set(Object.keys(changes).map((name) => name.toLowerCase()));
  const isChanged = (name: string) =>
    name in changes || (/^npm_config_/i.test(name) && changed.has(name.toLowerCase()));
  const kept = Object.entries(process.env).filter(([name]) => !OWN_VARIABLES.test(name) && !isChanged(name));
  return {
    ...Object.fromEntries(kept),
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    ASTRO_TELEMETRY_DISABLED: "1",
    ...changes,
  };
}

/**
 * Runs a command as a user would.
 * @param timeout - Milliseconds.
 * @returns What it printed.
 * @throws Error with what it printed when it fails.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  {
    cwd,
    env,
    timeout = 240_000,
  }: { cwd: string; env?: Readonly<Record<string, string | undefined>>; timeout?: number },
): Promise<string> {
  const options = { cwd, timeout, env: userEnvironment(env), maxBuffer: 16_000_000 };
  return new Promise((resolve, reject) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      const printed = stdout + stderr;
      if (error === null) resolve(printed);
      else reject(new Error(`${command} ${args.join(" ")} failed in ${cwd}:\n${printed}`, { cause: error }));
    });
  });
}
