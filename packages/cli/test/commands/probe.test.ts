import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createChatBackend } from "@chatisle/server";
import { toNodeListener } from "@chatisle/server/node";
import { sqliteStore } from "@chatisle/server/sqlite";
import { afterEach, expect, test } from "vitest";
import { runCommand } from "../support/run-command.js";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listen(listener: RequestListener): Promise<string> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "localhost", resolve));
  return `http://localhost:${(listening.address() as AddressInfo).port}`;
}

test("recognises our own backend, which wants no more than its address", async () => {
  const backend = createChatBackend({
    store: sqliteStore({ path: ":memory:" }),
    reply: ({ text }) => `You said ${text}`,
    origins: [],
    secret: "a secret for tests, long enough to sign",
  });
  const url = await listen(toNodeListener(backend));
  const { out, exitCode } = await runCommand("probe", url);
  await backend.close();

  expect(out).toContain("It answered: You said Hello");
  expect(out).toContain(`chatisle({\n    "apiBaseUrl": "${url}"\n  })`);
  expect(exitCode).toBe(0);
});

test("prints the option for a backend that is called otherwise", async () => {
  const url = await listen((request, response) => {
    if (request.method !== "POST") return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "application/json" }).end('{"answer":"Hi."}');
  });
  const { out } = await runCommand("probe", `${url}/ask`, "--message", "Anybody there?");

  expect(out).toContain('"send": "/ask"');
  expect(out).toContain("It answered: Hi.");
});

test("says what it cannot read, and ends with 1", async () => {
  const url = await listen((_, response) => response.writeHead(500).end());
  const { out, exitCode } = await runCommand("probe", url, "--json");

  expect(JSON.parse(out)).toMatchObject({ status: "unreadable", problem: expect.any(String) });
  expect(exitCode).toBe(1);
});

test.each([
  [[]],
  [["http://localhost", "--timeout", "soon"]],
  [["http://localhost", "--origin", "http://localhost/chat"]],
  [["api.company.com"]],
  [["/api"]],
])("refuses %j", async (args) => {
  const { err, exitCode } = await runCommand("probe", ...args);

  expect(err).toContain("Usage: chatisle probe");
  expect(exitCode).toBe(2);
});
