import { request } from "node:https";
import type { Cookie } from "playwright";
import { WebSocket } from "ws";
import { STRANGER, type World } from "./world.ts";

/** What a page on another site tried, and whether the backend refused. */
export interface Attempt {
  readonly what: string;
  readonly status: number;
  /** Not carried out; or, for a read, not to be read by that page. */
  readonly isRefused: boolean;
}

/** What a browser sends for a script or a form on another site, in the worst case: with the visitor's cookies. */
export async function attack(
  world: World,
  cookies: readonly Cookie[],
  sessionId: string,
): Promise<readonly Attempt[]> {
  const { paths, socket } = world.deployment;
  const body = JSON.stringify({ message: "pwned", id: "pwned-by-another-page" });
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const sent = { cookie, origin: STRANGER, "sec-fetch-site": "cross-site" };
  const [script, form, fromNowhere, read] = await Promise.all([
    ask(
      world,
      "POST",
      paths.send,
      { ...sent, "content-type": "application/json", "sec-fetch-mode": "cors" },
      body,
    ),
    ask(
      world,
      "POST",
      paths.send,
      { ...sent, "content-type": "text/plain", "sec-fetch-mode": "navigate" },
      body,
    ),
    ask(world, "POST", paths.send, { ...sent, origin: "null", "content-type": "application/json" }, body),
    ask(world, "GET", paths.history, { ...sent, "sec-fetch-mode": "cors" }),
  ]);
  const wrote = (what: string, { status }: Answer) => ({
    what,
    status,
    isRefused: status >= 400 && status < 500,
  });
  const closed = socket && (await closeCode(world, socket(sessionId), { cookie, origin: STRANGER }));
  return [
    ...(closed === undefined ? [] : [{ what: "a WebSocket", status: closed, isRefused: closed >= 400 }]),
    wrote("a script", script),
    wrote("a form", form),
    wrote("a sandboxed page", fromNowhere),
    { what: "a read", status: read.status, isRefused: read.allowed === undefined },
  ];
}

interface Answer {
  readonly status: number;
  /** The origin that may read the answer. */
  readonly allowed: string | undefined;
}

/** How the backend refuses a WebSocket or closes it, 0 when it takes a message. */
function closeCode(
  { deployment, apiPort }: World,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const { hostname } = new URL(deployment.api);
  const socket = new WebSocket(`wss://127.0.0.1:${apiPort}${path}`, {
    headers: { ...headers, host: hostname },
    rejectUnauthorized: false,
  });
  return new Promise<number>((resolve, reject) => {
    socket.once("open", () => socket.send(JSON.stringify({ type: "message", id: "pwned", text: "pwned" })));
    socket.once("message", () => resolve(0));
    // Upgrades may also be refused.
    socket.once("unexpected-response", (_request, { statusCode }) => resolve(statusCode ?? 0));
    socket.once("close", (code: number) => resolve(code));
    socket.once("error", reject);
  }).finally(() => socket.terminate());
}

function ask(
  { deployment, apiPort }: World,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Answer> {
  const { hostname, pathname } = new URL(deployment.api);
  const options = {
    method,
    host: "127.0.0.1",
    port: apiPort,
    path: `${pathname.replace(/\/$/, "")}${path}`,
    servername: hostname,
    headers: { ...headers, host: hostname },
    // The certificate is of this run's own making.
    rejectUnauthorized: false,
  };
  return new Promise((resolve, reject) => {
    const call = request(options, (response) => {
      response.resume();
      response.once("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          allowed: response.headers["access-control-allow-origin"],
        }),
      );
    });
    call.once("error", reject);
    call.end(body);
  });
}
