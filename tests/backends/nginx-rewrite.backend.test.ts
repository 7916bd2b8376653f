import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hostRewrite } from "@chatisle/astro/rewrites";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";
import { nginxProgram } from "../../scripts/backends/nginx.ts";
import { startProgram } from "../../scripts/backends/program.ts";
import { startBackend } from "../support/chat-backend.ts";
import { freePort, type RunningServer } from "../support/listen.ts";

const TEMPLATE = fileURLToPath(new URL("host-rewrite.conf.template", import.meta.url));

let backend: RunningServer;
let site: string;
let stopSite = async () => {};
let release = () => {};
const released = new Promise<void>((resolve) => {
  release = resolve;
});

beforeAll(async () => {
  backend = await startBackend({
    origins: [],
    async *reply() {
      yield "Soon";
      await released;
      yield " enough.";
    },
  });
  site = await serveWith(backend.url, (stop) => {
    stopSite = stop;
  });
});
afterAll(async () => {
  await stopSite();
  await backend.close();
});

/** Serves a static page with nginx, which passes `/api/` on. */
async function serveWith(upstream: string, onEnd: (stop: () => Promise<void>) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "chatisle-rewrite-"));
  const rewrite = join(folder, "chatisle.conf");
  await writeFile(join(folder, "index.html"), "<h1>Lamps</h1>");
  await writeFile(rewrite, hostRewrite("nginx", { upstream }).content);
  const port = await freePort();
  const program = await startProgram(
    await nginxProgram(TEMPLATE, join(folder, "nginx"), port, { SITE: folder, REWRITE: rewrite }),
  );
  onEnd(async () => {
    await program.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return `http://localhost:${port}`;
}

test("nginx serves the site beside the backend, and a path that only begins like the backend's", async () => {
  expect(await (await fetch(site)).text()).toBe("<h1>Lamps</h1>");
  expect((await fetch(`${site}/apiary`)).headers.get("content-type")).toBe("text/html");
});

test("nginx keeps a session on the site's own domain", async () => {
  const session = await fetch(`${site}/api/api/session`);
  const [cookie = ""] = session.headers.getSetCookie();
  expect(session.status).toBe(200);
  expect(cookie).not.toMatch(/domain=/i);
});

test("nginx passes a reply on while it is being written", async () => {
  const response = await fetch(`${site}/api/chat`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/plain",
      origin: site,
      "sec-fetch-site": "same-origin",
    },
    body: JSON.stringify({ message: "When?" }),
  });
  const pieces: string[] = [];
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    pieces.push(piece);
    release();
  }
  expect(pieces[0]).toBe("Soon");
  expect(pieces.join("")).toBe("Soon enough.");
});

test("nginx passes a WebSocket on, and says for whom", async () => {
  const echo = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => echo.close());
  echo.on("connection", (socket, { url, headers }) => {
    socket.send(
      JSON.stringify({ url, host: headers["x-forwarded-host"], proto: headers["x-forwarded-proto"] }),
    );
  });
  await once(echo, "listening");
  const { port } = echo.address() as AddressInfo;
  const socketSite = await serveWith(`http://127.0.0.1:${port}`, onTestFinished);

  const socket = new WebSocket(`${socketSite.replace("http", "ws")}/api/ws/chat/1`);
  onTestFinished(() => socket.close());
  const [message] = await once(socket, "message");
  expect(JSON.parse((message as MessageEvent).data)).toEqual({
    url: "/ws/chat/1",
    host: new URL(socketSite).host,
    proto: "http",
  });
});
