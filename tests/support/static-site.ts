import { readFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
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

/** Answers with the files of a folder, as a static host does. */
export function folderListener(folder: string): RequestListener {
  const answer = async (address: string) => {
    const { pathname } = new URL(address, "http://localhost");
    const path = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
    const body = await readFile(join(folder, normalize(path)));
    return { body, type: CONTENT_TYPES[extname(path)] ?? "application/octet-stream" };
  };
  return (request, response) => {
    answer(request.url ?? "/").then(
      ({ body, type }) => response.writeHead(200, { "content-type": type }).end(body),
      () => response.writeHead(404, { "content-type": "text/plain" }).end("Not found"),
    );
  };
}

/** Serves a folder of files, with TLS when there is a certificate. */
export function serveFolder(folder: string, certificate?: Certificate): Promise<RunningServer> {
  const listener = folderListener(folder);
  return listen(certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener));
}
