import { fileURLToPath } from "node:url";
import { Miniflare } from "miniflare";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

const API = "https://api.shop.test";
const PAGE = { origin: "https://shop.test", "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" };
let worker: Miniflare;

beforeAll(async () => {
  const result = await build({
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      minify: false,
      target: "es2024",
      rolldownOptions: {
        input: fileURLToPath(new URL("./worker.ts", import.meta.url)),
        preserveEntrySignatures: "strict",
        output: { format: "es", codeSplitting: false },
        // Whatever needs Node is not there: the bundle would fail to load.
        external: [/^node:/],
      },
    },
  });
  const [chunk] = "output" in result ? result.output : [];
  if (chunk?.type !== "chunk") throw new Error("The bundle has no script.");
  worker = new Miniflare({ modules: true, script: chunk.code, compatibilityDate: "2026-07-01" });
  await worker.ready;
});
afterAll(() => worker.dispose());

test("in an edge runtime a visitor gets a session, an answer as it is written, and the history", async () => {
  const session = await worker.dispatchFetch(`${API}/api/session`, { headers: PAGE });
  const cookie = session.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  expect(cookie).toMatch(/^__Host-ci=v1\./);
  const headers = { ...PAGE, cookie };
  const chat = await worker.dispatchFetch(`${API}/chat`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({ message: "Hello", id: "q" }),
  });
  const text = await chat.text();
  expect(text).toContain("You said: Hello");
  expect(text).toContain('"finish"');
  const history = await worker.dispatchFetch(`${API}/api/chat/history`, { headers });
  expect(await history.json()).toMatchObject({
    messages: [{ content: "Hello" }, { content: "You said: Hello" }],
  });
});

test("in an edge runtime a foreign page is refused", async () => {
  const response = await worker.dispatchFetch(`${API}/chat`, {
    method: "POST",
    headers: { origin: "https://evil.test", "content-type": "application/json" },
    body: JSON.stringify({ message: "Hello" }),
  });
  expect(response.status).toBe(403);
});
