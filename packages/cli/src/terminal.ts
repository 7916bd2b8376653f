/** What a command may touch of the world around it. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts at Ctrl-C. */
  readonly signal: AbortSignal;
}
