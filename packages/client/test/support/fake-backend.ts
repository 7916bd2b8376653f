import type { HistoryRow } from "../../src/protocol/index.js";
import { whileHeld } from "./held.js";

/** One request, as the network sees it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly credentials: RequestCredentials;
  readonly headers: Headers;
}

type Handler = (request: SeenRequest, signal: AbortSignal) => Response | Promise<Response>;

/** A backend at the edge of the network: a `fetch` that answers by path and remembers what it was asked. */
export function fakeBackend(handlers: Readonly<Record<string, Handler>>) {
  const requests: SeenRequest[] = [];
  const routes: Record<string, Handler> = { ...handlers };

  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const text = await request.text();
    const seen: SeenRequest = {
      method: request.method,
      path: pathname + search,
      body: text === "" ? undefined : JSON.parse(text),
      credentials: request.credentials,
      headers: request.headers,
    };
    requests.push(seen);
    const handler = routes[`${request.method} ${pathname}`];
    if (handler === undefined) return new Response("Not found", { status: 404 });
    return whileHeld(request, () => handler(seen, request.signal));
  };

  return {
    fetch,
    requests,
    /** Changes how a route answers from now on. */
    on(route: string, handler: Handler) {
      routes[route] = handler;
    },
    /** The next request of a route finds nobody, those after it are answered as before. */
    missNext(route: string) {
      const handler = routes[route];
      if (handler === undefined) throw new Error(`The backend has no route ${route} that could be missed.`);
      routes[route] = (...request) => {
        routes[route] = handler;
        return offline(...request);
      };
    },
    /** The bodies posted to a path, in order. */
    posted: (path: string) =>
      requests.filter((r) => r.method === "POST" && r.path === path).map((r) => r.body),
  };
}

export const json = (value: unknown, init?: ResponseInit) => Response.json(value, init);
export const plain = (text: string) => new Response(text, { headers: { "content-type": "text/plain" } });
export const offline: Handler = () => Promise.reject(new TypeError("Failed to fetch"));
export const historyOf = (...messages: readonly HistoryRow[]) => json({ messages });

/** An answer whose body the test writes piece by piece. */
export function openStream(contentType: string) {
  const encoder = new TextEncoder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  return {
    response: new Response(readable, { headers: { "content-type": contentType } }),
    write: (text: string) => writer.write(encoder.encode(text)),
    end: () => writer.close(),
    cut: () => writer.abort(new TypeError("network error")),
  };
}

/** Server-sent events of the reference backend, each with its sequence number as id. */
export const kitEvents = (...events: readonly object[]) =>
  events.map((event, index) => `id: ${index + 1}\ndata: ${JSON.stringify(event)}\n\n`).join("");

export const kitSession = () =>
  json({
    v: 1,
    session_id: "s1",
    is_anonymous: true,
    state: "anonymous",
    source: "cookie",
    capabilities: ["stop", "resume", "dedupe"],
  });
