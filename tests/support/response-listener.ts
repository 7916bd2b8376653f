import type { RequestListener } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Any page may read the answers, as long as it sends no cookie. */
const CORS = { "access-control-allow-origin": "*", "access-control-allow-headers": "content-type" };

/** A listener for routes written with web standards, as most frameworks of today have them. */
export function responseListener(route: (request: Request) => Response | Promise<Response>): RequestListener {
  return async (incoming, outgoing) => {
    const { method = "GET", url = "/" } = incoming;
    if (method === "OPTIONS") return void outgoing.writeHead(204, CORS).end();
    const hasBody = method !== "GET" && method !== "HEAD";
    const request = new Request(new URL(url, `http://${incoming.headers.host}`), {
      method,
      ...(hasBody && { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" }),
    });
    const { status, headers, body } = await Promise.resolve(request)
      .then(route)
      // As frameworks answer a route that throws.
      .catch(() => new Response("Internal Server Error", { status: 500 }));
    outgoing.writeHead(status, { ...Object.fromEntries(headers), ...CORS });
    if (body === null) return void outgoing.end();
    const source = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
    // A reader who goes away ends his own answer, and nothing else.
    await pipeline(source, outgoing).catch(() => outgoing.destroy());
  };
}
