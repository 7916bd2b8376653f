import type { ChatBackend } from "@chatisle/server";
import type { PublicPath } from "../same-domain/public-path.js";

/** The backend inside the site, as it runs in this process. */
export interface RunningBackend {
  readonly backend: ChatBackend;
  /** The site's `base` included. */
  readonly path: PublicPath;
}

/**
 * In the process, not in this module: the route that makes the backend is bundled into the site's server, which so has
 * a copy of this module, and whoever starts that server has another.
 */
const KEY = Symbol.for("@chatisle/astro:backend");

/** Makes the backend known to {@link runningBackend}. In development a changed module makes a new one. */
export const publishBackend = (running: RunningBackend): void => {
  Reflect.set(globalThis, KEY, running);
};

/** The backend that a site's server in this process has made last. */
export const runningBackend = (): RunningBackend | undefined => Reflect.get(globalThis, KEY);
