import { connect, createServer, type Socket } from "node:net";
import type { RunningServer } from "./listen.ts";

/** A way to a server that can break, as a proxy or a train in a tunnel breaks it. */
export interface CuttingProxy extends RunningServer {
  /** Cuts every open connection; new ones are passed on. */
  cut(): void;
}

/** @param port - Of the server. */
export async function startCuttingProxy(port: number): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    const both = [client, upstream];
    for (const socket of both) {
      sockets.add(socket);
      socket.on("close", () => {
        sockets.delete(socket);
        for (const other of both) other.destroy();
      });
      socket.on("error", () => socket.destroy());
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy listens on no port.");
  return {
    port: address.port,
    url: `http://localhost:${address.port}`,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
