import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

/** How long a program may take to be ready, in milliseconds. */
const START_TIMEOUT = 60_000;
/** How long it may take to end when it is asked to, in milliseconds. */
const END_TIMEOUT = 5_000;

/** A program that runs beside the tests. */
export interface Program {
  /** Resolves with the first line, past or to come, that matches. Rejects when the program ends or takes too long. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves once an address answers. Rejects when the program ends or takes too long. */
  answers(url: string): Promise<void>;
  /** Ends it with all that it started, by force when it takes too long. */
  stop(): Promise<void>;
}

export function startProgram(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Program {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // Browsers start processes of their own: a group is ended as one.
    detached: true,
  });
  const lines: string[] = [];
  const readers = new Set<(line: string) => void>();
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on("line", (line) => {
      lines.push(line);
      for (const read of readers) read(line);
    });
  }
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(`it ended with ${code ?? signal}`));
  });

  /** What a promise comes to, unless the program ends or the time is over first. */
  async function inTime<Value>(promise: Promise<Value>): Promise<Value> {
    const settled = new AbortController();
    const late = delay(START_TIMEOUT, "it took too long", { signal: settled.signal, ref: false });
    const fail = async (reason: string): Promise<never> => {
      throw new Error(`${command} is not ready: ${reason}. It printed:\n${lines.join("\n")}`);
    };
    try {
      return await Promise.race([promise, ended.then(fail), late.then(fail)]);
    } finally {
      settled.abort();
      late.catch(() => {});
    }
  }

  return {
    printed(pattern) {
      return inTime(
        new Promise((resolve) => {
          const read = (line: string) => {
            const match = pattern.exec(line);
            if (match !== null) resolve(match);
          };
          lines.forEach(read);
          readers.add(read);
        }),
      );
    },
    answers(url) {
      const ask = async (): Promise<void> => {
        while (child.exitCode === null && child.signalCode === null) {
          const isUp = await fetch(url).then(
            () => true,
            () => false,
          );
          if (isUp) return;
          await delay(50);
        }
      };
      return inTime(ask());
    },
    async stop() {
      signalGroup(child, "SIGTERM");
      const force = setTimeout(() => signalGroup(child, "SIGKILL"), END_TIMEOUT);
      await ended;
      clearTimeout(force);
    },
  };
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The whole group is gone already.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
