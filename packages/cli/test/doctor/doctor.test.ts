import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createChatBackend } from "@chatisle/server";
import { toNodeListener } from "@chatisle/server/node";
import { sqliteStore } from "@chatisle/server/sqlite";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { runCommand } from "../support/run-command.js";
import { type Fault, SITE, type StubBackend, startStub, startTls } from "../support/stub-backend.js";

let folder: string;
let stub: StubBackend | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatisle-doctor-"));
});
afterEach(() => stub?.stop());
afterAll(() => rm(folder, { recursive: true }));

async function visit(backend: StubBackend, ...more: string[]) {
  stub = backend;
  const ca = join(folder, "ca.pem");
  await writeFile(ca, backend.ca);
  const connect = Object.entries(backend.connectTo).flatMap(([from, to]) => ["--connect", `${from}=${to}`]);
  return runCommand("doctor", ...more, "--origin", SITE, "--ca", ca, ...connect);
}

const ofNobody: Fault = (_, { status, body }) => ({ status, body, headers: {} });

async function startKit(
  origins: readonly string[] = [SITE],
): Promise<StubBackend & { close(): Promise<void> }> {
  const backend = createChatBackend({
    store: sqliteStore({ path: ":memory:" }),
    reply: async function* ({ text }) {
      yield `You said ${text}. `;
      for (const word of "This reply comes slowly enough to be seen arriving, word by word.".split(" ")) {
        await new Promise((resolve) => setTimeout(resolve, 30));
        yield `${word} `;
      }
    },
    origins,
    secret: "a secret for tests, long enough to sign",
  });
  return Object.assign(await startTls(toNodeListener(backend)), { close: () => backend.close() });
}

test("has nothing to say about our own backend, on one site and across sites", async () => {
  const kit = await startKit();
  try {
    for (const api of ["https://api.shop.com", "https://chat.vendor.net"]) {
      const { out, exitCode } = await visit(kit, api, "--message", "Hello");

      expect(out).toContain("Nothing to complain about.");
      expect(exitCode).toBe(0);
    }
  } finally {
    await kit.close();
  }
});

test("names the setting of our own backend that lets a page in, and nothing else", async () => {
  const kit = await startKit(["https://shop.com"]);
  try {
    const { out, exitCode } = await visit(kit, "https://api.shop.com");

    expect(out).toContain(
      `ALLOWED_ORIGINS, which commas separate, or start with: chatisle serve --origin ${SITE}`,
    );
    expect(out).not.toContain("API-04");
    expect(exitCode).toBe(1);
  } finally {
    await kit.close();
  }
});

test("names what is wrong, what it saw and what to change, and ends with 1", async () => {
  const { out, exitCode } = await visit(await startStub(ofNobody), "https://api.shop.com");

  expect(out).toContain(`ERROR  CORS-01  The backend answers but does not allow ${SITE}.`);
  expect(out).toContain("seen: GET /api/session, Origin: https://www.shop.com → 200");
  expect(out).toContain(`fix:  Answer requests with "Origin: ${SITE}" with the headers`);
  expect(exitCode).toBe(1);
});

test("prints JSON for machines", async () => {
  const { out } = await visit(await startStub(ofNobody), "https://api.shop.com", "--json");

  expect(JSON.parse(out).findings[0]).toMatchObject({ code: "CORS-01", severity: "error" });
});

test("lets warnings pass, unless it is strict", async () => {
  const withoutVary: Fault = (_, answer) => ({ ...answer, headers: { ...answer.headers, vary: "Accept" } });

  expect((await visit(await startStub(withoutVary), "https://api.shop.com")).exitCode).toBe(0);
  await stub?.stop();
  expect((await visit(await startStub(withoutVary), "https://api.shop.com", "--strict")).exitCode).toBe(1);
});

test.each([
  [["/api"], "is a path"],
  [["api.shop.com"], "has no scheme"],
  [[], "Name one backend"],
  [["https://a.com", "--path", "sesion=/x"], "cannot be read"],
  [["https://a.com", "--wrong"], "Unknown option"],
])("refuses %j and shows how it is used", async (args, words) => {
  const { err, exitCode } = await runCommand("doctor", ...args, "--origin", SITE);

  expect(err).toContain(words);
  expect(err).toContain("Usage: chatisle doctor");
  expect(exitCode).toBe(2);
});

test("refuses an origin with a path, and writes it right", async () => {
  const { err } = await runCommand("doctor", "https://api.shop.com", "--origin", `${SITE}/chat`);

  expect(err).toContain(`here ${SITE}.`);
});
