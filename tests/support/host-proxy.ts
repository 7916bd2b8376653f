import { createServer } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { listen, type RunningServer } from "./listen.ts";

/**
 * A proxy that gives host names to servers on this machine, for every engine alike and without a change to the
 * machine: a browser that is told to use it reaches `https://<host>`, and nothing else at all.
 * @param hosts - Local ports that stand for `<host>:443`.
 */
export async function startHostProxy(hosts: ReadonlyMap<string, number>): Promise<RunningServer> {
  const server = createServer((_request, response) => {
    response.writeHead(403, { "content-type": "text/plain" }).end("Only https leads anywhere.");
  });
  const tunnels = new Set<Duplex>();
  server.on("connect", ({ url = "" }, client, head) => {
    tunnels.add(client);
    client.on("close", () => tunnels.delete(client));
    // Either side may go away at any time; the other learns of it by the end of its own connection.
    client.on("error", () => client.destroy());
    const [host = "", port] = url.split(":");
    const target = port === "443" ? hosts.get(host) : undefined;
    if (target === undefined) {
      client.end("HTTP/1.1 502 No such host\r\n\r\n");
      return;
    }
    const upstream = connect(target, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  const running = await listen(server);
  return {
    ...running,
    async close() {
      // A server knows nothing of a connection once it has become a tunnel.
      for (const tunnel of tunnels) tunnel.destroy();
      await running.close();
    },
  };
}
