import type { Terminal } from "./terminal.js";

/** What a command ends with: 0 all is well, 1 it found something wrong, 2 it could not do its work. */
export type ExitCode = 0 | 1 | 2;

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** Shown by `--help` and after a usage error. */
  readonly usage: string;
  /**
   * @param args - What stands after the command's name.
   * @throws {@link UsageError} for arguments that make no sense.
   */
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

/** The person at the terminal typed something that cannot be meant. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
