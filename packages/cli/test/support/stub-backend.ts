import type { IncomingMessage, RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { makeCertificate } from "../../../../tests/support/certificate.js";

export const SITE = "https://www.shop.com";
export const API = "https://api.shop.com";
export const FOREIGN_API = "https://chat.vendor.net";

export interface StubAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string;
}

export interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly origin: string | undefined;
  readonly cookie: string | undefined;
  readonly type: string | undefined;
  readonly isUpgrade: boolean;
}

/** What a row of the table changes in the answers of the backend that does everything right. */
export type Fault = (request: StubRequest, answer: StubAnswer) => StubAnswer;

const isReadable = (request: StubRequest) =>
  request.origin === SITE
    ? {
        "access-control-allow-origin": SITE,
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "Retry-After",
      }
    : {};

/** A backend by the book, for pages on `SITE`. */
export function goodAnswer(request: StubRequest): StubAnswer {
  const headers = { vary: "Origin", "cache-control": "no-store", ...isReadable(request) };
  const json = (status: number, body: unknown, more: StubAnswer["headers"] = {}): StubAnswer => ({
    status,
    headers: { ...headers, "content-type": "application/json", ...more },
    body: JSON.stringify(body),
  });
  if (request.isUpgrade) return { status: request.origin === SITE ? 101 : 403, headers: {}, body: "" };
  if (request.method === "OPTIONS") {
    return {
      status: 204,
      headers: {
        ...headers,
        "access-control-allow-headers": "content-type",
        "access-control-max-age": "7200",
      },
      body: "",
    };
  }
  if (request.path === "/api/health") {
    return { status: 204, headers: { ...headers, "cross-origin-resource-policy": "cross-origin" }, body: "" };
  }
  if (request.path === "/api/session") {
    if (request.cookie?.includes("garbage")) return json(401, { code: "malformed", detail: "" });
    const more =
      request.cookie === undefined
        ? { "set-cookie": ["__Host-s=abc; Path=/; Secure; HttpOnly; SameSite=Lax"] }
        : {};
    return json(200, { session_id: "1", is_anonymous: true }, more);
  }
  if (request.path === "/api/auth/token-health") return json(200, { compatible: true, authenticated: false });
  if (request.path === "/chat" && request.method === "POST") {
    if (request.origin !== SITE) return json(403, { code: "origin" });
    return request.type === "application/json" ? json(400, { code: "invalid" }) : json(415, { code: "type" });
  }
  return json(404, { code: "not_found" });
}

export interface StubBackend {
  /** For `--connect` and {@link StubBackend.ca}: the stub stands for these hosts. */
  readonly connectTo: Readonly<Record<string, string>>;
  readonly ca: string;
  /** What was asked, in order. */
  readonly requests: readonly StubRequest[];
  stop(): Promise<void>;
}

/** Serves answers over TLS, as any of the hosts that the tests name. */
export function startStub(fault: Fault = (_, answer) => answer): Promise<StubBackend> {
  const requests: StubRequest[] = [];
  const answer = (message: IncomingMessage): StubAnswer => {
    const request: StubRequest = {
      method: message.method ?? "",
      path: message.url ?? "",
      origin: message.headers.origin,
      cookie: message.headers.cookie,
      type: message.headers["content-type"],
      isUpgrade: message.headers.upgrade !== undefined,
    };
    requests.push(request);
    return fault(request, goodAnswer(request));
  };
  return startTls(
    (message, response) => {
      message.resume();
      const { status, headers, body } = answer(message);
      response.writeHead(status, headers).end(body);
    },
    requests,
    answer,
  );
}

/** Serves any listener over TLS. */
export async function startTls(
  listener: RequestListener,
  requests: readonly StubRequest[] = [],
  onUpgrade?: (message: IncomingMessage) => StubAnswer,
): Promise<StubBackend> {
  const certificate = await makeCertificate(["api.shop.com", "chat.vendor.net"]);
  const server = createServer(certificate, listener);
  if (onUpgrade !== undefined) {
    server.on("upgrade", (message, socket) => {
      socket.end(
        `HTTP/1.1 ${onUpgrade(message).status} Answer\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      );
    });
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    connectTo: { "api.shop.com:443": address, "chat.vendor.net:443": address },
    ca: certificate.cert,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
