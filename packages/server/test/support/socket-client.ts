import { once } from "node:events";
import { WebSocket } from "ws";

export type ReceivedFrame = Readonly<Record<string, unknown>> & { readonly type: string };

/** A page's WebSocket: what it says, hears and how it ends. */
export interface SocketClient {
  /** A text as it stands, everything else as JSON. */
  send(frame: unknown): void;
  sendBytes(bytes: Uint8Array): void;
  /** The next frame; rejects when the connection ends before it. */
  next(): Promise<ReceivedFrame>;
  /** Frames up to the first of a type, which is the last of them. */
  until(type: string): Promise<readonly ReceivedFrame[]>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  leave(): void;
}

/** @throws With the status in its message, when the upgrade is refused. */
export async function openSocket(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<SocketClient> {
  const socket = new WebSocket(url.replace(/^http/, "ws"), { headers: { ...headers } });
  const frames: ReceivedFrame[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const check of waiting) check();
  };
  let end: { readonly code: number; readonly reason: string } | null = null;
  socket.on("message", (data) => {
    frames.push(JSON.parse(data.toString()) as ReceivedFrame);
    wake();
  });
  const closed = new Promise<{ readonly code: number; readonly reason: string }>((resolve) => {
    socket.on("close", (code, reason) => {
      end = { code, reason: reason.toString() };
      resolve(end);
      wake();
    });
  });
  await once(socket, "open");

  function next(): Promise<ReceivedFrame> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const frame = frames.shift();
        if (frame === undefined && end === null) return;
        waiting.delete(check);
        if (frame === undefined) reject(new Error(`The connection ended: ${JSON.stringify(end)}`));
        else resolve(frame);
      };
      waiting.add(check);
      check();
    });
  }
  return {
    send: (frame) => socket.send(typeof frame === "string" ? frame : JSON.stringify(frame)),
    sendBytes: (bytes) => socket.send(bytes),
    next,
    async until(type) {
      const received: ReceivedFrame[] = [];
      while (received.at(-1)?.type !== type) received.push(await next());
      return received;
    },
    closed,
    leave: () => socket.terminate(),
  };
}
