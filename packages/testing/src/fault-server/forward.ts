import { type IncomingMessage, request } from "node:http";

/** Sends a request on to the backend, byte by byte as it comes. @returns Its answer, once it begins. */
export function forward(backend: string, incoming: IncomingMessage): Promise<IncomingMessage> {
  const base = backend.replace(/\/+$/, "");
  return new Promise((resolve, reject) => {
    // The backend is to see the address that the page asked for, so the Host header goes along.
    const outgoing = request(
      base + incoming.url,
      { method: incoming.method, headers: incoming.headers },
      resolve,
    );
    outgoing.on("error", reject);
    incoming.on("error", reject);
    incoming.pipe(outgoing);
  });
}
