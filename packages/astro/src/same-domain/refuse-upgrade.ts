import type { Duplex } from "node:stream";

/** Lines of the head of an HTTP/1.1 message, as they are sent. */
export const headText = (...lines: readonly string[]): string => `${lines.join("\r\n")}\r\n\r\n`;

/** Answers a request for a WebSocket with a status, and ends its connection. */
export function refuseUpgrade(visitor: Duplex, status: string): void {
  visitor.end(headText(`HTTP/1.1 ${status}`, "Connection: close", "Content-Length: 0"));
}
