import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { TLSSocket } from "node:tls";
import type { Answer, DoctorRequest, Transport } from "./exchange.js";

const BODY_LIMIT = 65_536;
const MAX_ARRIVALS = 1_000;
const DAY_MS = 86_400_000;

export interface NodeTransportOptions {
  /** Milliseconds until a request without a complete answer is given up. */
  readonly timeout: number;
  /** Addresses to connect to instead: `{ "api.company.com:443": "127.0.0.1:8443" }`. The request keeps its own host. */
  readonly connectTo?: Readonly<Record<string, string>>;
  /** Certificates to trust besides the system's, as PEM. */
  readonly ca?: string;
}

/** Sends requests with exactly the given headers, which `fetch` would not: it owns `Origin` and `Sec-Fetch-Mode`. */
export function nodeTransport({ timeout, connectTo = {}, ca }: NodeTransportOptions): Transport {
  return (request) =>
    new Promise((resolve) => {
      const { url, method, body, isUpgrade } = request;
      const start = performance.now();
      const isTls = url.protocol === "https:" || url.protocol === "wss:";
      const port = url.port === "" ? (isTls ? "443" : "80") : url.port;
      const [host = url.hostname, ownPort = port] = (connectTo[`${url.hostname}:${port}`] ?? "")
        .split(":")
        .filter(Boolean);
      const sent = (isTls ? https : http).request({
        host: host.replace(/^\[|\]$/g, ""),
        port: ownPort,
        path: `${url.pathname}${url.search}`,
        method,
        servername: url.hostname,
        headers: { host: url.host, ...request.headers, ...(isUpgrade === true && UPGRADE) },
        agent: false,
        timeout,
        ...(ca !== undefined && { ca }),
      });
      const fail = (code: string, reason: string) => {
        resolve({ status: 0, code, reason });
        sent.destroy();
      };
      const deadline = setTimeout(
        () => fail("ETIMEDOUT", `no complete answer within ${timeout} ms`),
        timeout,
      );
      sent.on("close", () => clearTimeout(deadline));
      sent.on("error", (error: NodeJS.ErrnoException) => fail(error.code ?? "ERROR", error.message));
      sent.on("upgrade", (message, socket) => {
        resolve(answerOf(message, certificateDays(message)));
        socket.destroy();
      });
      sent.on("response", (message) => {
        const days = certificateDays(message);
        let text = "";
        const arrivals: number[] = [];
        message.setEncoding("utf8");
        message.on("data", (piece: string) => {
          if (arrivals.length < MAX_ARRIVALS) arrivals.push(performance.now() - start);
          text = (text + piece).slice(0, BODY_LIMIT);
        });
        message.on("end", () => resolve(answerOf(message, days, text, arrivals)));
        // A body that breaks off: its beginning and its headers are evidence all the same.
        message.on("error", () => resolve(answerOf(message, days, text, arrivals)));
      });
      sent.end(body);
    });
}

const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  // Any 16 bytes: nobody checks that they are random, and nothing follows on this connection.
  "sec-websocket-key": Buffer.alloc(16).toString("base64"),
} satisfies DoctorRequest["headers"];

function answerOf(
  message: IncomingMessage,
  days: number | undefined,
  body = "",
  arrivals: readonly number[] = [],
): Answer {
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    setCookies: message.headers["set-cookie"] ?? [],
    body,
    arrivals,
    ...(days !== undefined && { certificateDays: days }),
  };
}

/** Read while the connection stands: a closed one has forgotten its certificate. */
function certificateDays({ socket }: IncomingMessage): number | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const until = Date.parse(socket.getPeerCertificate().valid_to);
  return Number.isNaN(until) ? undefined : Math.floor((until - Date.now()) / DAY_MS);
}
