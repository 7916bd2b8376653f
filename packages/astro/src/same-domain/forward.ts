import type { PublicPath } from "./public-path.js";

export interface ForwardOptions {
  /** Where the backend stands, without a slash at its end. */
  readonly upstream: string;
  /** The part of the request's path that leads to the backend and that it never sees. */
  readonly path: PublicPath;
  /** The visitor's address, where the host knows it. */
  readonly clientAddress?: string | undefined;
  /** Default: the runtime's. */
  readonly fetch?: typeof globalThis.fetch;
  /** Is told why the backend could not be reached. Default: `console.error`. */
  readonly onError?: (error: unknown) => void;
}

/** What belongs to one connection (RFC 9110, 7.6.1), and so to neither message that is passed on. */
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/**
 * Passes a request of a page on to the backend, and its answer back as it arrives: nothing is kept until it is whole.
 * Cookies become the site's own. A backend that cannot be reached is a 502; a redirect is the browser's to follow.
 */
export async function forward(request: Request, options: ForwardOptions): Promise<Response> {
  const { upstream, fetch = globalThis.fetch, onError = console.error } = options;
  try {
    const answer = await fetch(upstreamUrl(request, options), {
      method: request.method,
      headers: requestHeaders(request, options),
      body: request.body,
      duplex: "half",
      redirect: "manual",
      signal: request.signal,
    } as RequestInit);
    return new Response(answer.body, { status: answer.status, headers: answerHeaders(answer.headers) });
  } catch (cause) {
    // Nobody reads this answer: the visitor has left, and with the signal the request to the backend has ended.
    if (request.signal.aborted) return new Response(null, { status: 499 });
    onError(
      new Error(
        `The chat's backend at ${upstream} could not be reached. Start it, or set CHATISLE_UPSTREAM.`,
        {
          cause,
        },
      ),
    );
    return Response.json(
      { code: "upstream_unreachable", detail: "The chat's backend could not be reached. Try again shortly." },
      { status: 502, headers: { "cache-control": "no-store" } },
    );
  }
}

function upstreamUrl(request: Request, { upstream, path }: ForwardOptions): string {
  const { pathname, search } = new URL(request.url);
  return `${upstream}${pathname.slice(path.length)}${search}`;
}

function requestHeaders(request: Request, { clientAddress }: ForwardOptions): Headers {
  const headers = withoutHopByHop(request.headers);
  const host = request.headers.get("host");
  const { host: ownHost, protocol } = new URL(request.url);
  for (const name of ["host", "content-length", "expect"]) headers.delete(name);
  // What the backend packed would be unpacked here, and a packed stream comes in lumps.
  headers.set("accept-encoding", "identity");
  if (!headers.has("x-forwarded-host")) headers.set("x-forwarded-host", host ?? ownHost);
  // Later proxies add to the list; the first entry is the visitor's own connection.
  headers.append("x-forwarded-proto", protocol.slice(0, -1));
  if (clientAddress !== undefined) headers.append("x-forwarded-for", clientAddress);
  return headers;
}

function answerHeaders(answer: Headers): Headers {
  const headers = withoutHopByHop(answer);
  // They describe bytes that fetch may have unpacked.
  for (const name of ["content-length", "content-encoding", "set-cookie"]) headers.delete(name);
  for (const cookie of answer.getSetCookie()) headers.append("set-cookie", firstPartyCookie(cookie));
  return headers;
}

/** Without the backend's domain a cookie belongs to the host that the browser has asked: the site. */
const firstPartyCookie = (cookie: string): string => cookie.replace(/;\s*domain=[^;]*/gi, "");

function withoutHopByHop(headers: Headers): Headers {
  const kept = new Headers(headers);
  const named = (headers.get("connection") ?? "").split(",").map((name) => name.trim());
  for (const name of [...HOP_BY_HOP, ...named]) if (/^[\w!#$%&'*+.^`|~-]+$/.test(name)) kept.delete(name);
  return kept;
}
