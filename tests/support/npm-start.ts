import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { userEnvironment } from "./run-command.ts";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/** `npm start`, seen from the terminal it was typed into. */
export interface NpmStart {
  /** What it has printed so far. */
  output(): string;
  /** Resolves once a text is printed; rejects with the output when the program ends before. */
  printed(text: string): Promise<void>;
  /** The exit code, or the signal's name when npm died of one. */
  readonly exit: Promise<number | string>;
  /** Sends a signal to everything that runs in the terminal, as Ctrl-C does, or to npm alone, and waits for the end. */
  stop(signal?: NodeJS.Signals, target?: "terminal" | "npm"): Promise<number | string>;
}

/** @param env - `PORT`, `API_PORT` and `CHATISLE_DATA`. */
export function npmStart(env: Readonly<Record<string, string>>): NpmStart {
  const child = spawn("npm", ["start"], {
    cwd: PROJECT,
    env: userEnvironment(env),
    // A process group of its own, as a terminal's program has one.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const listeners = new Set<() => void>();
  const onData = (chunk: Buffer) => {
    output += chunk;
    for (const listener of listeners) listener();
  };
  child.stdout.on("data", onData);
  child.stderr.on("data", onData);
  const exit = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);

  return {
    output: () => output,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!output.includes(text)) return;
          listeners.delete(check);
          resolve();
        };
        listeners.add(check);
        check();
        exit.then(
          (code) => reject(new Error(`npm start ended with ${code} before it printed "${text}":\n${output}`)),
          reject,
        );
      }),
    exit,
    stop(signal = "SIGINT", target = "terminal") {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        process.kill(target === "terminal" ? -child.pid : child.pid, signal);
      }
      return exit;
    },
  };
}
