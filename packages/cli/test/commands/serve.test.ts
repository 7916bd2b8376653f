import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runCommandIn } from "../support/run-command.js";

const BIN = join(import.meta.dirname, "../../dist/bin.js");
const SITE = "http://localhost:4321";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatisle-serve-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Starts the command as a process of its own, as a person does. */
async function startServe(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [BIN, "serve", "--port", "0", ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface(child.stdout)) {
    const url = /http:\/\/\S+(?=\.)/.exec(line)?.[0];
    if (url === undefined) continue;
    return {
      url,
      async stop() {
        child.kill("SIGINT");
        const [code] = await once(child, "exit");
        return code;
      },
    };
  }
  throw new Error("The command ended before it served.");
}

const ask = async (url: string, message: string) => {
  const headers = { origin: SITE, "content-type": "application/json", accept: "text/plain" };
  const response = await fetch(`${url}/chat`, { method: "POST", headers, body: JSON.stringify({ message }) });
  return { status: response.status, text: await response.text() };
};

test("serves with flags alone on one's own machine, and ends well at Ctrl-C", async () => {
  const server = await startServe(["--dev", "--origin", SITE]);
  const session = await fetch(`${server.url}/api/session`, { headers: { origin: SITE } });

  expect(session.headers.get("access-control-allow-origin")).toBe(SITE);
  expect(await session.json()).toMatchObject({ v: 1, is_anonymous: true });
  expect(await server.stop()).toBe(0);
});

test("takes a reply of one's own from a configuration file, and lets flags count more", async () => {
  await writeFile(
    join(folder, "chat.config.mjs"),
    `export default {
      origins: ["http://localhost:1"],
      isDevelopment: true,
      backend: { reply: ({ text }) => "Heard: " + text },
    };`,
  );
  const server = await startServe(["--config", "chat.config.mjs", "--origin", SITE]);

  expect(await ask(server.url, "Hello")).toEqual({ status: 200, text: "Heard: Hello" });
  expect(await server.stop()).toBe(0);
});

test("refuses to serve without a secret, and says how to make one", async () => {
  const { err, exitCode } = await runCommandIn(folder, "serve", "--port", "0");

  expect(err).toContain("SESSION_SECRET is not set");
  expect(err).toContain("openssl rand -base64 32");
  expect(exitCode).toBe(2);
});

test.each([
  [["--port", "eighty"], 'PORT is "eighty"'],
  [["--config", "missing.mjs"], "could not be loaded"],
  [["--secret", "x"], "Unknown option"],
])("refuses %j", async (args, words) => {
  const { err, exitCode } = await runCommandIn(folder, "serve", ...args);

  expect(err).toContain(words);
  expect(exitCode).toBe(2);
});
