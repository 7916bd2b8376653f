import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { APIContext } from "astro";
import express from "express";
import { Hono } from "hono";
import { afterEach, expect, test } from "vitest";
import { toAstroEndpoint } from "../../src/adapters/astro.js";
import { toExpressHandler } from "../../src/adapters/express.js";
import { toHonoHandler } from "../../src/adapters/hono.js";
import type { ChatBackend } from "../../src/index.js";
import { readEvents, textOfEvents } from "../support/events.js";
import { createTestBackend } from "../support/test-backend.js";

const BASE = "/chat-api";
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** How a client reaches a backend in a framework: the origin, and what sends a request. */
interface Site {
  readonly origin: string;
  readonly send: (request: Request) => Promise<Response>;
}

function honoSite(backend: ChatBackend): Site {
  const app = new Hono();
  app.all(`${BASE}/*`, toHonoHandler(backend, { base: BASE, clientAddress: () => "203.0.113.1" }));
  app.all("*", (context) => context.text("the site's own"));
  return { origin: "http://localhost", send: async (request) => app.fetch(request) };
}

/** With the shape that Astro gives its endpoints. */
function astroSite(backend: ChatBackend): Site {
  const endpoint = toAstroEndpoint(backend, { base: BASE });
  const context = (request: Request) => ({ request, clientAddress: "203.0.113.1" }) as APIContext;
  return {
    origin: "http://localhost",
    send: async (request) =>
      new URL(request.url).pathname.startsWith(`${BASE}/`)
        ? endpoint(context(request))
        : new Response("the site's own"),
  };
}

const expressSite =
  (middleware: express.RequestHandler | null) =>
  async (backend: ChatBackend): Promise<Site> => {
    const app = express();
    if (middleware !== null) app.use(middleware);
    app.use(BASE, toExpressHandler(backend));
    app.use((_request, response) => void response.send("the site's own"));
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closers.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as AddressInfo;
    return { origin: `http://127.0.0.1:${port}`, send: (request) => fetch(request) };
  };

const sites: readonly (readonly [string, (backend: ChatBackend) => Site | Promise<Site>])[] = [
  ["Hono", honoSite],
  ["Express", expressSite(null)],
  ["Express behind express.json()", expressSite(express.json())],
  ["an Astro endpoint", astroSite],
];

test.each(sites)(
  "a conversation runs in %s, under its path and beside the site",
  async (_name, createSite) => {
    const { origin, send } = await createSite(createTestBackend().backend);
    const session = await send(new Request(`${origin}${BASE}/api/session`));
    const cookie = session.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const headers = { origin, cookie, "content-type": "application/json", accept: "text/event-stream" };
    const body = JSON.stringify({ message: "Grüße 👋🏽" });
    const reply = await send(new Request(`${origin}${BASE}/chat`, { method: "POST", headers, body }));
    expect(textOfEvents(await readEvents(reply).rest())).toBe("You said: Grüße 👋🏽");
    const history = await send(
      new Request(`${origin}${BASE}/api/chat/history?limit=1`, { headers: { cookie } }),
    );
    expect(await history.json()).toMatchObject({ messages: [{ role: "assistant" }] });
    expect(await (await send(new Request(`${origin}/about`))).text()).toBe("the site's own");
    expect((await send(new Request(`${origin}${BASE}/nowhere`))).status).toBe(404);
  },
);

test.each(sites)("in %s the limits know the client's address", async (_name, createSite) => {
  const { origin, send } = await createSite(createTestBackend({ rateLimits: { address: 1 } }).backend);
  const statuses = [];
  for (let count = 0; count < 2; count += 1) {
    const headers = { origin, "content-type": "application/json" };
    const request = new Request(`${origin}${BASE}/chat/stop`, {
      method: "POST",
      headers,
      body: '{"id":"a"}',
    });
    statuses.push((await send(request)).status);
  }
  expect(statuses).toEqual([204, 429]);
});

test("an Astro adapter that knows no address is no error", async () => {
  const endpoint = toAstroEndpoint(createTestBackend().backend, { base: BASE });
  const context = {
    request: new Request(`http://localhost${BASE}/api/health`),
    get clientAddress(): string {
      throw new Error("ClientAddressNotAvailable");
    },
  };
  expect((await endpoint(context)).status).toBe(204);
});

test.each(["chat-api", "/chat-api/", "/", "/a?b"])("the base %s is refused at the start", (base) => {
  const { backend } = createTestBackend();
  expect(() => toHonoHandler(backend, { base })).toThrow(base);
  expect(() => toAstroEndpoint(backend, { base })).toThrow(base);
});
