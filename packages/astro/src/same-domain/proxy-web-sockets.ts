import { request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import { parseUpstream } from "./proxy-option.js";
import type { PublicPath } from "./public-path.js";
import { headText, refuseUpgrade } from "./refuse-upgrade.js";

export interface WebSocketProxyOptions {
  /** Address of the backend: what `CHATISLE_UPSTREAM` is, or `chatisle({ proxy })`. */
  readonly target: string;
  /** As the browser asks for it: the site's `base` included. Default: `/api`. */
  readonly path?: PublicPath;
  /** Is told why the backend could not be reached. Default: `console.error`. */
  readonly onError?: (error: unknown) => void;
}

/**
 * Passes WebSockets below a path of a site's own server on to the backend, which no route of Astro can. Requests for
 * other paths are left to the server's other listeners.
 * @returns Ends it; open connections stay.
 * @throws TypeError - for an address that cannot be called.
 */
export function proxyWebSockets(server: Server, options: WebSocketProxyOptions): () => void {
  const { target, path = "/api", onError = console.error } = options;
  const verdict = parseUpstream(target);
  if (!verdict.ok) throw new TypeError(`The target of proxyWebSockets() ${verdict.problem}. ${verdict.fix}`);
  const { upstream } = verdict;

  function onUpgrade(request: IncomingMessage, visitor: Duplex, head: Buffer): void {
    // Read as a URL, so that no dots in it lead out of the path.
    const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
    if (pathname.startsWith(`${path}/`)) {
      connect(request, `${upstream}${pathname.slice(path.length)}${search}`, visitor, head, onError);
    } else if (server.listenerCount("upgrade") === 1) {
      // With nobody else to answer, the visitor would wait for ever.
      refuseUpgrade(visitor, "404 Not Found");
    }
  }
  server.on("upgrade", onUpgrade);
  return () => void server.off("upgrade", onUpgrade);
}

function connect(
  request: IncomingMessage,
  url: string,
  visitor: Duplex,
  head: Buffer,
  onError: (error: unknown) => void,
): void {
  const send = url.startsWith("https:") ? httpsRequest : httpRequest;
  const passedOn = send(url, { headers: forwardedHeaders(request) });
  visitor.on("error", () => passedOn.destroy());
  passedOn.on("upgrade", (answer, backend, backendHead) => {
    visitor.write(headText(...headOf(answer, NOTHING)));
    visitor.write(backendHead);
    backend.write(head);
    backend.on("error", () => visitor.destroy());
    visitor.on("error", () => backend.destroy());
    visitor.on("close", () => backend.destroy());
    visitor.pipe(backend).pipe(visitor);
  });
  // A backend that says no does so as an ordinary answer.
  passedOn.on("response", (answer) => {
    visitor.write(headText(...headOf(answer, OWN_CONNECTION), "Connection: close"));
    answer.pipe(visitor);
  });
  passedOn.on("error", (cause) => {
    onError(
      new Error(`The chat's backend at ${new URL(url).origin} could not be reached for a WebSocket.`, {
        cause,
      }),
    );
    refuseUpgrade(visitor, "502 Bad Gateway");
  });
  passedOn.end();
}

function forwardedHeaders({ headers, socket }: IncomingMessage) {
  const { host, ...rest } = headers;
  const proto = headers["x-forwarded-proto"] ?? ("encrypted" in socket ? "https" : "http");
  const addresses = [headers["x-forwarded-for"], socket.remoteAddress]
    .flat()
    .filter((address) => address !== undefined);
  return {
    ...rest,
    "x-forwarded-host": headers["x-forwarded-host"] ?? host,
    "x-forwarded-proto": proto,
    "x-forwarded-for": addresses.join(", "),
  };
}

/** The head of an answer, as it came but for some headers. */
function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage, isDropped: RegExp): string[] {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (!isDropped.test(name)) lines.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  return lines;
}

/** What is about the backend's own connection; the visitor's ends with the answer, whose length is then no matter. */
const OWN_CONNECTION = /^(connection|keep-alive|transfer-encoding)$/i;
const NOTHING = /^$/;
