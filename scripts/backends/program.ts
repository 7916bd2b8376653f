import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** A server that is started as a process of its own. */
export interface ProgramDescription {
  /** For people, as in "nginx". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to this process's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it listens once it is ready, on the loopback interface. */
  readonly port: number;
}

export interface Program {
  readonly name: string;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  isRunning(): boolean;
  /** Asks it to end, and ends it after {@link PATIENCE_MS}. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
}

/** How long a program may take to start, and to end. */
const PATIENCE_MS = 20_000;
const POLL_MS = 50;

/**
 * Starts a program and waits until it listens.
 * @param onOutput - Gets what it prints.
 * @throws Error with what it printed when it ends before, or does not listen in time.
 */
export async function startProgram(
  { name, command, args, cwd, env, port }: ProgramDescription,
  onOutput: (text: string) => void = () => {},
): Promise<Program> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const read = (chunk: Buffer) => {
    printed += chunk;
    onOutput(chunk.toString());
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  const failure = new Promise<never>((_, reject) => child.once("error", reject));
  const ended = Promise.race([once(child, "close"), failure]).then(() => {});
  ended.catch(() => {});

  const program: Program = {
    name,
    ended,
    isRunning: () => isRunning(child),
    async stop() {
      signal(child, "SIGTERM");
      const timer = setTimeout(() => signal(child, "SIGKILL"), PATIENCE_MS);
      await ended.finally(() => clearTimeout(timer));
    },
    async kill() {
      signal(child, "SIGKILL");
      await ended;
    },
  };
  const giveUp = Date.now() + PATIENCE_MS;
  while (!(await isListening(port))) {
    const isOver = await Promise.race([ended.then(() => true), wait(POLL_MS, false)]);
    if (isOver) throw new Error(`${name} ended before it listened on port ${port}:\n${printed}`);
    if (Date.now() > giveUp) {
      await program.kill();
      throw new Error(`${name} did not listen on port ${port} within ${PATIENCE_MS / 1000} s:\n${printed}`);
    }
  }
  return program;
}

const isRunning = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null;

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (isRunning(child)) child.kill(name);
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
