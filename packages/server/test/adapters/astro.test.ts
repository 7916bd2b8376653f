import { fileURLToPath } from "node:url";
import { dev } from "astro";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { readEvents, textOfEvents } from "../support/events.js";

/** A real Astro site, with the backend as one of its endpoints. */
let server: Awaited<ReturnType<typeof dev>>;
let origin = "";

beforeAll(async () => {
  // Under it Astro's server leaves out its pages.
  vi.stubEnv("VITEST", undefined);
  server = await dev({
    root: fileURLToPath(new URL("../fixtures/astro-site/", import.meta.url)),
    configFile: false,
    logLevel: "silent",
    server: { host: "127.0.0.1", port: 0 },
    devToolbar: { enabled: false },
  });
  origin = `http://127.0.0.1:${server.address.port}`;
}, 60_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

test("a conversation runs in an Astro site, under its path and beside its pages", {
  timeout: 30_000,
}, async () => {
  expect(await (await fetch(origin)).text()).toContain("the site's own");
  const session = await fetch(`${origin}/chat-api/api/session`);
  expect(session.status).toBe(200);
  const cookie = session.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const post = (message: string) =>
    fetch(`${origin}/chat-api/chat`, {
      method: "POST",
      headers: { origin, cookie, "content-type": "application/json", accept: "text/event-stream" },
      body: JSON.stringify({ message }),
    });
  expect(textOfEvents(await readEvents(await post("Grüße 👋🏽")).rest())).toBe("You said: Grüße 👋🏽");
  const history = await fetch(`${origin}/chat-api/api/chat/history?limit=1`, { headers: { cookie } });
  expect(await history.json()).toMatchObject({ messages: [{ role: "assistant" }] });
  await post("Again");
  expect((await post("Once more")).status).toBe(429);
});
