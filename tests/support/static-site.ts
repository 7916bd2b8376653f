import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { extname, join, normalize } from "node:path";
import type { Certificate } from "./certificate.ts";
import { listen, type RunningServer } from "./listen.ts";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Serves a folder of files as a static host does, with TLS when there is a certificate. */
export function serveFolder(folder: string, certificate?: Certificate): Promise<RunningServer> {
  const answer = async (address: string) => {
    const { pathname } = new URL(address, "http://localhost");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const body = await readFile(join(folder, normalize(path)));
    return { body, type: CONTENT_TYPES[extname(path)] ?? "application/octet-stream" };
  };
  const server = certificate === undefined ? createServer() : createTlsServer(certificate);
  server.on("request", (request, response) => {
    answer(request.url ?? "/").then(
      ({ body, type }) => response.writeHead(200, { "content-type": type }).end(body),
      () => response.writeHead(404, { "content-type": "text/plain" }).end("Not found"),
    );
  });
  return listen(server);
}
