import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../support/listen.ts";
import { userEnvironment } from "../support/run-command.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** `npm run backend -- …`, seen from the terminal it was typed into. */
function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ["scripts/backends/start-backend.ts", ...args], {
    cwd: ROOT,
    env: userEnvironment(env),
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let printed = "";
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, printed }));
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk;
      if (printed.includes("is ready at")) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    ended.then(() => reject(new Error(`It ended before it was ready:\n${printed}`)), reject);
  });
  // Only some tests wait for it.
  ready.catch(() => {});
  return { ready, ended, interrupt: () => child.kill("SIGINT") };
}

test.each([
  ["fastapi", 401],
  ["flask-stateless", 200],
  ["express-session --kit", 200],
])("npm run backend -- %s serves until Ctrl-C", async (command, status) => {
  // Those behind it take the ports after it.
  const port = await freePort();
  const backend = start(command.split(" "), { PORT: String(port) });
  await backend.ready;
  const path = command.startsWith("express-session") ? "/api/api/session" : "/api/session";
  expect((await fetch(`http://localhost:${port}${path}`)).status).toBe(status);
  backend.interrupt();
  expect(await backend.ended).toMatchObject({ code: 0 });
  await expect(fetch(`http://localhost:${port}${path}`)).rejects.toThrow();
});

test.each([[[]], [["django"]]])("without a known name (%j) it says which there are", async (args) => {
  const { code, printed } = await start(args).ended;
  expect(code).toBe(1);
  expect(printed).toContain("fastapi, flask-jwt, express-proxy, express-session, flask-stateless");
});
