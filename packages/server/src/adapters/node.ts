import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";
import type { ChatBackend } from "../backend.js";
import { BackendError } from "../backend-error.js";
import { problem } from "../http/problem.js";
import { clientAddress } from "./client-address.js";
import { toRequest } from "./node-request.js";
import { sendResponse } from "./node-response.js";
import { isSocketPath, toUpgradeListener } from "./web-socket.js";

export interface NodeListenerOptions {
  /**
   * Believe `X-Forwarded-Proto` and `X-Forwarded-For`, and so whether the visitor's connection is https and from which
   * address it comes. Only behind a proxy that always sets them itself. A number: so many proxies stand in a row, each
   * of which adds the address before it. `true` is 1. Default: false.
   */
  readonly trustProxy?: boolean | number;
}

export interface ServeNodeOptions extends NodeListenerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** The address to listen on; `0.0.0.0` for all. Default: `localhost`. */
  readonly host?: string;
  /** How long `close` lets open answers finish, in milliseconds. Default: 2,000. */
  readonly closeTimeout?: number;
}

/** A backend that listens. */
export interface NodeServer {
  /** Where it can be reached from this machine, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /**
   * Takes no more connections, lets open answers finish for `closeTimeout`, then cuts them. The backend itself stays
   * open: call its own `close` too.
   */
  close(): Promise<void>;
}

/** The backend as a listener for `http.createServer`, `https.createServer` or Express. */
export function toNodeListener(
  backend: ChatBackend,
  { trustProxy = false }: NodeListenerOptions = {},
): RequestListener {
  const trusted = Number(trustProxy);
  // Node forgets the abort of a request that nobody holds, and a handler may keep no more than the signal.
  const requests = new WeakMap<ServerResponse, Request>();
  return (incoming, outgoing) => {
    const departure = new AbortController();
    outgoing.on("close", () => departure.abort());
    const request = toRequest(incoming, { trustProxy: trusted > 0, signal: departure.signal });
    if (request !== null) requests.set(outgoing, request);
    const client = { address: clientAddress(incoming, trusted) };
    const answer = request === null ? Promise.resolve(badAddress()) : backend.handle(request, client);
    // Once the answer has begun, the connection's end is the only way left to say that it is incomplete.
    answer.then((response) => sendResponse(response, outgoing)).catch(() => outgoing.destroy());
  };
}

/**
 * Serves a backend over http.
 * @throws {@link BackendError} `port` when the port is taken or may not be used.
 */
export async function serveNode(backend: ChatBackend, options: ServeNodeOptions): Promise<NodeServer> {
  const { port, host = "localhost", closeTimeout = 2_000 } = options;
  const server = createServer(toNodeListener(backend, options));
  server.on("upgrade", toUpgradeListener(backend, options));
  server.on("upgrade", refuseOtherUpgrades);
  // The server itself forgets a connection once it is upgraded, but waits for its end.
  const upgraded = new Set<Duplex>();
  server.on("upgrade", (_request, socket) => {
    upgraded.add(socket);
    socket.once("close", () => upgraded.delete(socket));
  });
  await listen(server, port, host);
  const address = server.address();
  const actualPort = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${reachableHost(host)}:${actualPort}`,
    port: actualPort,
    close: () => close(server, upgraded, closeTimeout),
  };
}

/** Nobody else listens on a server of ours: a connection to another path would stay open for ever. */
function refuseOtherUpgrades({ url = "" }: IncomingMessage, socket: Duplex): void {
  if (!isSocketPath(url))
    socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}

function badAddress(): Response {
  return problem(
    400,
    "invalid_request",
    "The request needs a Host header, a path as its target and a usual method.",
  );
}

/**
 * Connections that wait to be taken: after a restart all visitors come back at once, and those beyond Node's own 511 would
 * be refused.
 */
const BACKLOG = 4_096;

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => reject(portError(port, host, cause)));
    server.listen({ port, host, backlog: BACKLOG }, resolve);
  });
}

function portError(port: number, host: string, cause: NodeJS.ErrnoException): BackendError {
  const advice: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} on ${host} is in use. Stop the program that listens there, or choose another port.`,
    EACCES: `Port ${port} on ${host} needs more rights. Choose a port from 1024 up.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Listen on localhost, or on 0.0.0.0 for all addresses.`,
  };
  const message =
    advice[cause.code ?? ""] ?? `Listening on port ${port} of ${host} failed: ${cause.message}.`;
  return new BackendError("port", message, { cause });
}

function reachableHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

function close(server: Server, upgraded: ReadonlySet<Duplex>, timeout: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.closeAllConnections();
      for (const socket of upgraded) socket.destroy();
    }, timeout);
    // Rejects only when it is closed already, which is what was asked for.
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
