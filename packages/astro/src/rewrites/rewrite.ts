import type { PublicPath } from "../same-domain/public-path.js";

/** From where to where. */
export interface RewriteRule {
  /** Without a slash at its end. */
  readonly upstream: string;
  /** As the browser asks for it: the site's `base` included. */
  readonly path: PublicPath;
}

/** What a host says it does with requests that it passes on. */
export interface RewriteLimits {
  readonly isWebSocketPassedOn: boolean;
  /** Seconds that a backend may be silent; null where the host names no limit. */
  readonly longestSilence: number | null;
  /** Where the host says so. */
  readonly source: string;
}

/** A piece of a host's configuration. */
export interface Rewrite {
  /** Where it goes, from the site's root: for nginx, wherever its configuration includes files from. */
  readonly file: string;
  readonly content: string;
  /**
   * What the file holds afterwards where it is there already: a rule that leads the same path elsewhere gives way.
   * @param known - What it holds now.
   * @returns Null where a human has to decide.
   */
  merge(known: string): string | null;
  /** How the content comes into force, as a sentence. */
  readonly use: string;
  readonly limits: RewriteLimits;
}
