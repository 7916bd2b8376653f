import { createRequire } from "node:module";
import { type Command, type ExitCode, UsageError } from "./command.js";
import type { Terminal } from "./terminal.js";

/** Loaded when they are called, so that each starts without the others' dependencies. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  doctor: async () => (await import("./commands/doctor.js")).doctor,
  probe: async () => (await import("./commands/probe.js")).probe,
  serve: async () => (await import("./commands/serve.js")).serve,
  "add-backend": async () => (await import("./commands/add-backend.js")).addBackend,
  "add-proxy": async () => (await import("./commands/add-proxy.js")).addProxy,
};

/** Runs one command line. Never throws: what goes wrong is written to `terminal.err`. */
export async function run([name, ...args]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    terminal.out(await overview());
    return 0;
  }
  if (name === "--version" || name === "-v") {
    terminal.out(createRequire(import.meta.url)("../package.json").version);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    terminal.err(`chatisle has no command ${JSON.stringify(name)}.\n\n${await overview()}`);
    return 2;
  }
  const command = await load();
  if (args.includes("--help") || args.includes("-h")) {
    terminal.out(command.usage);
    return 0;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // `parseArgs` throws a TypeError with a code of its own.
    const isUsage =
      error instanceof UsageError || ("code" in error && `${error.code}`.startsWith("ERR_PARSE_ARGS"));
    terminal.err(isUsage ? `${error.message}\n\n${command.usage}` : error.message);
    return 2;
  }
}

async function overview(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(COMMANDS).map(async ([name, load]) => `  ${name.padEnd(12)} ${(await load()).summary}`),
  );
  return [
    "Usage: chatisle <command> [options]",
    "",
    ...lines,
    "",
    "chatisle <command> --help tells more, chatisle --version which version this is.",
  ].join("\n");
}
