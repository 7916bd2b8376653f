import type { IncomingMessage, Server } from "node:http";
import type { Server as AnyServer } from "node:net";
import type { Duplex } from "node:stream";
import { refuseUpgrade } from "../same-domain/refuse-upgrade.js";
import { runningBackend } from "./running-backend.js";

export interface AcceptWebSocketsOptions {
  /** As in `toNodeListener` of `@chatisle/server/node`. Default: false. */
  readonly trustProxy?: boolean | number;
}

/**
 * Lets visitors talk to the backend inside the site through WebSockets, which no route of Astro can take. Requests for
 * other paths are left to the server's other listeners.
 * @returns Ends it; open connections stay.
 * @throws Error - when no site with a backend inside has been loaded in this process.
 */
export async function acceptWebSockets(
  server: Server,
  options: AcceptWebSocketsOptions = {},
): Promise<() => void> {
  if (runningBackend() === undefined) {
    throw new Error(
      "acceptWebSockets() found no backend in this process. Call it after ./dist/server/entry.mjs of a site with " +
        "chatisle({ backend }) has been imported. For a backend elsewhere there is proxyWebSockets().",
    );
  }
  return listenForWebSockets(server, options);
}

/** The same for a server whose backend comes with its first request, as in development. */
export async function listenForWebSockets(
  server: AnyServer,
  options: AcceptWebSocketsOptions = {},
): Promise<() => void> {
  // Not at the top: a site without a backend inside need not have the package.
  const { isSocketPath, toUpgradeListener } = await import("@chatisle/server/web-socket");

  function onUpgrade(request: IncomingMessage, visitor: Duplex, head: Buffer): void {
    const { backend, path } = runningBackend() ?? { path: "" };
    const { url = "" } = request;
    if (backend !== undefined && url.startsWith(path) && isSocketPath(url.slice(path.length))) {
      toUpgradeListener(backend, { ...options, base: path })(request, visitor, head);
    } else if (server.listenerCount("upgrade") === 1) {
      // With nobody else to answer, the visitor would wait for ever.
      refuseUpgrade(visitor, "404 Not Found");
    }
  }
  server.on("upgrade", onUpgrade);
  return () => void server.off("upgrade", onUpgrade);
}
