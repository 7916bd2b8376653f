import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";

/** No more than a name and a port: whatever ends a host in an address would take the target's place. */
const HOST = /^[^\s/?#@\\]+$/;

/**
 * A Node request as a web-standard one.
 * @param signal - Fires when the client has gone.
 * @returns null where there is none: without a proper `Host`, with a target that is not a path, with the method TRACE.
 */
export function toRequest(
  incoming: IncomingMessage,
  { trustProxy, signal }: { readonly trustProxy: boolean; readonly signal: AbortSignal },
): Request | null {
  const { method = "GET", url: target = "", headers } = incoming;
  // A target such as `http://other.host/` would otherwise decide the origin that guards compare with.
  if (!target.startsWith("/") || headers.host === undefined || !HOST.test(headers.host)) return null;
  const address = `${protocol(incoming, trustProxy)}://${headers.host}${target}`;
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody && (Readable.toWeb(incoming) as NodeReadableStream<Uint8Array>);
  try {
    return new Request(address, {
      method,
      headers: toHeaders(incoming),
      signal,
      ...(body && { body: body as ReadableStream<Uint8Array>, duplex: "half" }),
    });
  } catch {
    // What the web standard has no request for, such as the method TRACE or a host with a password.
    return null;
  }
}

function protocol({ headers, socket }: IncomingMessage, trustProxy: boolean): "http" | "https" {
  if (trustProxy) {
    // With several proxies the first entry is the visitor's own connection.
    const [forwarded = ""] = String(headers["x-forwarded-proto"] ?? "").split(",");
    const name = forwarded.trim().toLowerCase();
    if (name === "https" || name === "http") return name;
  }
  return "encrypted" in socket && socket.encrypted === true ? "https" : "http";
}

function toHeaders({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    // Several Cookie headers are one list, whose separator is not the comma of all others (RFC 9113, 8.2.3).
    if (name === "cookie") headers.set(name, values.join("; "));
    else for (const value of values) headers.append(name, value);
  }
  return headers;
}
