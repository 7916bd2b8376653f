import type { Exchange } from "./exchange.js";

/** Where the backend's endpoints stand, appended to its base URL. `null`: there is none. */
export interface DoctorPaths {
  readonly health: string | null;
  readonly session: string;
  readonly send: string;
  readonly tokenHealth: string | null;
  readonly socket: string | null;
}

export const DEFAULT_PATHS: DoctorPaths = {
  health: "/api/health",
  session: "/api/session",
  send: "/chat",
  tokenHealth: "/api/auth/token-health",
  socket: null,
};

/** What was found out about one page's origin. */
export interface SiteEvidence {
  readonly origin: string;
  readonly session: Exchange;
  /** The session asked for again, with the cookies of the first answer. Absent when it set none. */
  readonly sessionAgain?: Exchange;
  /** Asks whether `POST` with a JSON body is allowed. Absent for a page on the backend's own origin. */
  readonly preflight?: Exchange;
}

/** All answers of an examination. The checks read it and nothing else. */
export interface Evidence {
  readonly api: URL;
  readonly paths: DoctorPaths;
  readonly sites: readonly SiteEvidence[];
  readonly health?: Exchange;
  /** The same session request from origins that must not be let in. */
  readonly strangers: readonly Exchange[];
  readonly withoutOrigin: Exchange;
  readonly missing: Exchange;
  readonly garbageCookie?: Exchange;
  readonly tokenHealth: readonly Exchange[];
  /** `POST` of a body that holds no message, so that a backend that lets it in stores nothing. */
  readonly posts: {
    readonly brokenJson: Exchange;
    readonly plainText: Exchange;
    readonly stranger: Exchange;
    readonly withoutOrigin: Exchange;
  };
  readonly sockets?: {
    readonly own: Exchange;
    readonly stranger: Exchange;
    readonly withoutOrigin: Exchange;
  };
  /** One real message, sent only on demand. */
  readonly reply?: Exchange;
}
