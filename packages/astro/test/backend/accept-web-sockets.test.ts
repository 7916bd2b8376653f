import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { acceptWebSockets } from "@chatisle/astro/node";
import { createChatBackend } from "@chatisle/server";
import { memoryStore } from "@chatisle/server/memory";
import { expect, onTestFinished, test } from "vitest";
import { publishBackend } from "../../src/backend/running-backend.js";

/** The status that an upgrade to an address is refused with. */
const statusOf = (address: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const headers = { connection: "Upgrade", upgrade: "websocket" };
    request(address, { headers })
      .on("response", (answer) => resolve(answer.resume().statusCode))
      .on("error", reject)
      .end();
  });

test("whoever accepts WebSockets before the site is loaded is told what comes first", async () => {
  await expect(acceptWebSockets(createServer())).rejects.toThrow("Call it after ./dist/server/entry.mjs");
});

test("a page of another site is refused, and paths beside the backend's are nobody's", async () => {
  const backend = createChatBackend({
    store: memoryStore(),
    reply: () => "Hello.",
    origins: [],
    secret: "a secret of tests, which is of no worth to anybody",
  });
  publishBackend({ backend, path: "/api" });
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.close();
    await backend.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = await acceptWebSockets(server);
  expect(await statusOf(`${url}/api/ws/chat/1`)).toBe(403);
  expect(await statusOf(`${url}/api/session`)).toBe(404);
  stop();
  expect(server.listenerCount("upgrade")).toBe(0);
});
