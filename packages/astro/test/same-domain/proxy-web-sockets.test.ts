import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import node from "@astrojs/node";
import { proxyWebSockets } from "@chatisle/astro/node";
import { expect, onTestFinished, test, vi } from "vitest";
import { WebSocketServer } from "ws";
import { buildSiteForTest } from "../support/fixture-site.js";

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A backend that tells each visitor what it was asked, and says back what it hears; it knows no `/closed`. */
async function startEcho(): Promise<string> {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    if (request.url === "/closed") {
      const body = '{"code":"session_missing"}';
      return socket.end(`HTTP/1.1 401 Unauthorized\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    }
    sockets.handleUpgrade(request, socket, head, (connection) => {
      const { cookie, host, "x-forwarded-host": forwardedHost } = request.headers;
      connection.send(JSON.stringify({ url: request.url, cookie, host, forwardedHost }));
      connection.on("message", (data) => connection.send(`You said: ${data}`));
    });
  });
  return listening(server);
}

async function messages(socket: WebSocket, count: number): Promise<string[]> {
  const heard: string[] = [];
  while (heard.length < count) {
    const [event] = await once(socket, "message");
    heard.push((event as MessageEvent).data);
  }
  return heard;
}

/** The status that an upgrade to an address is refused with. */
async function statusOf(address: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const upgrade = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGVzdA==",
    };
    request(address, { headers: upgrade })
      .on("response", (answer) => resolve(answer.resume().statusCode))
      .on("error", reject)
      .end();
  });
}

test("a built site with a start file of its own passes WebSockets on", async () => {
  const backend = await startEcho();
  const site = await buildSiteForTest("site", {
    chat: { proxy: `http://${backend}` },
    adapter: node({ mode: "standalone" }),
    files: {
      "start.mjs": `import { proxyWebSockets } from "@chatisle/astro/node";

process.env.ASTRO_NODE_AUTOSTART = "disabled";
const { startServer } = await import("./dist/server/entry.mjs");
const { server } = startServer();
proxyWebSockets(server.server, { target: process.env.CHATISLE_UPSTREAM });
`,
    },
  });
  const server = await site.serveStandalone({ CHATISLE_UPSTREAM: `http://${backend}` }, "start.mjs");
  onTestFinished(() => server.stop());
  expect(await (await fetch(server.url)).text()).toContain("<chat-widget");

  const socket = new WebSocket(`${server.url.replace("http", "ws")}api/ws/chat/1?after=2`);
  onTestFinished(() => socket.close());
  socket.onopen = () => socket.send("Is it oak?");
  const [greeting = "", echo] = await messages(socket, 2);
  expect(JSON.parse(greeting)).toEqual({
    url: "/ws/chat/1?after=2",
    host: backend,
    forwardedHost: new URL(server.url).host,
  });
  expect(echo).toBe("You said: Is it oak?");
});

test("what a backend refuses is refused, and other paths are nobody's", async () => {
  const server = createServer();
  proxyWebSockets(server, { target: `http://${await startEcho()}`, path: "/help" });
  const address = await listening(server);
  expect(await statusOf(`http://${address}/help/closed`)).toBe(401);
  expect(await statusOf(`http://${address}/helpers`)).toBe(404);
});

test("a backend that is away is a 502, and its reason is told to the site's owner", async () => {
  const onError = vi.fn();
  const server = createServer();
  // Nothing listens on port 9 (discard).
  proxyWebSockets(server, { target: "http://127.0.0.1:9", onError });
  expect(await statusOf(`http://${await listening(server)}/api/ws/chat/1`)).toBe(502);
  expect(onError).toHaveBeenCalledWith(
    expect.objectContaining({ message: expect.stringContaining("could not be reached") }),
  );
});

test("an address that cannot be called is refused at the start", () => {
  expect(() => proxyWebSockets(createServer(), { target: "localhost:8000" })).toThrow("is not an address");
});
