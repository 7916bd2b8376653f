import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { requireFreePort } from "../../../scripts/start/free-port.ts";

const servers: Server[] = [];

async function listen(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  servers.push(server);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function closeAll(): Promise<void> {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
}

afterEach(closeAll);

test.each(["127.0.0.1", "0.0.0.0"])(
  "a port that is taken on %s is named with the variable that moves it",
  async (host) => {
    const port = await listen(host);
    await expect(requireFreePort("API_PORT", port)).rejects.toThrow(
      `Port ${port} is in use. Stop the program that listens there, or set API_PORT to another port.`,
    );
  },
);

test("a free port passes, and is free afterwards", async () => {
  const port = await listen("127.0.0.1");
  await closeAll();
  await requireFreePort("PORT", port);
  await expect(requireFreePort("PORT", port)).resolves.toBeUndefined();
});
