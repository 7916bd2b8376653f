import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { ChatBackend } from "../backend.js";
import { clientAddress } from "./client-address.js";
import { toRequest } from "./node-request.js";
import { checkBase, withoutBase } from "./without-base.js";

export interface UpgradeListenerOptions {
  /** See the same option of `toNodeListener`. */
  readonly trustProxy?: boolean | number;
  /** The path that the backend is mounted under, such as `/chat-api`. Default: the root. */
  readonly base?: string;
}

/** A listener for the `upgrade` event of a Node server. */
export type UpgradeListener = (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** The longest frame, in bytes: the longest message that a backend can be told to take. */
const MAX_PAYLOAD = 6_100_000;

/** Whether a request's target is one of the backend's WebSockets. */
export function isSocketPath(target: string): boolean {
  return target.startsWith("/ws/chat/");
}

/**
 * The backend's WebSockets, for a server of your own: `server.on("upgrade", toUpgradeListener(backend))`. Upgrades to
 * other paths are left to the server's other listeners. `serveNode` has it already.
 * @throws {@link BackendError} `option` for a base that would match nothing.
 */
export function toUpgradeListener(
  backend: ChatBackend,
  { trustProxy = false, base = "" }: UpgradeListenerOptions = {},
): UpgradeListener {
  const trusted = Number(trustProxy);
  const path = checkBase(base);
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD, perMessageDeflate: false });

  async function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const request = toRequest(incoming, { trustProxy: trusted > 0, signal: new AbortController().signal });
    if (request === null) return refuse(socket, 400);
    const answer = await backend.connect(withoutBase(request, path), {
      address: clientAddress(incoming, trusted),
    });
    if (answer.status === "refused") return refuse(socket, answer.response.status);
    server.handleUpgrade(incoming, socket, head, (client) => {
      const handler = answer.open({
        send: (text) => client.send(text),
        close: (code, reason) => client.close(code, reason),
      });
      client.on("message", (data, isBinary) => {
        if (isBinary) client.close(1003, "text only");
        else handler.receive(data.toString());
      });
      client.on("close", handler.gone);
      // What went wrong is the client's doing, and `close` follows.
      client.on("error", () => {});
    });
  }

  return (incoming, socket, head) => {
    const { url = "" } = incoming;
    if (!url.startsWith(path) || !isSocketPath(url.slice(path.length))) return;
    socket.on("error", () => socket.destroy());
    upgrade(incoming, socket, head).catch(() => refuse(socket, 500));
  };
}

/** Before the upgrade, a connection speaks plain HTTP. */
function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
