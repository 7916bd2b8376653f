import type { IncomingMessage } from "node:http";

/**
 * The address of the client behind a request.
 * @param trustedProxies - How many proxies stand before this server. Each has added one entry to `X-Forwarded-For`;
 * what stands before those, anybody can have written.
 */
export function clientAddress(
  {
    headers,
    socket,
  }: Pick<IncomingMessage, "headers"> & { readonly socket: { readonly remoteAddress?: string | undefined } },
  trustedProxies: number,
): string | undefined {
  const chain = String(headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  const forwarded = trustedProxies > 0 ? (chain.at(-trustedProxies) ?? chain[0]) : undefined;
  return forwarded ?? socket.remoteAddress;
}
