import type { Protocol } from "../protocol/index.js";

/** How a backend differs from the default protocol, as plain data. */
export interface RestOptions {
  /** Appended to the base URL. `null`: this backend has no such endpoint. */
  readonly paths?: {
    readonly session?: string | null;
    readonly history?: string | null;
    readonly send?: string;
    readonly stop?: string | null;
    readonly resume?: string | null;
    readonly tokenHealth?: string | null;
  };
}

/** placeholder */
export declare function rest(options?: RestOptions): Protocol;
