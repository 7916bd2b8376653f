import { fileURLToPath } from "node:url";
import type { ProtocolDescriptor } from "@chatisle/client";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Program, startProgram } from "../../scripts/backends/program.ts";
import { PYTHON } from "../../scripts/backends/python.ts";
import { launchChromium } from "../support/chromium.ts";
import { holdConversation, serveConfiguredPage, visitConfigured } from "../support/configured-page.ts";
import { freePort, type RunningServer } from "../support/listen.ts";
import { probedConfiguration } from "../support/probed-configuration.ts";

const FOLDER = fileURLToPath(new URL("../../packages/client/test/fixtures/wire", import.meta.url));
const REPLY = "Grüße aus dem Laden: 4 °C, 👋🏽 und auf Wiedersehen.";

let browser: Browser;
let site: RunningServer;
let fastapi: Program;
let url: string;

beforeAll(async () => {
  site = await serveConfiguredPage();
  const port = await freePort();
  url = `http://localhost:${port}`;
  fastapi = await startProgram({
    name: "uvicorn",
    command: PYTHON,
    args: ["-m", "uvicorn", "fastapi_app:app", "--host", "127.0.0.1", "--port", String(port)],
    cwd: FOLDER,
    env: { REPLY_TEXT: REPLY, ALLOWED_ORIGIN: site.url, PYTHONDONTWRITEBYTECODE: "1" },
    port,
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await fastapi?.stop();
  await site?.close();
});

/** Each with the routes that FastAPI's own tutorials write it by. */
const ROUTES: readonly (readonly [string, string])[] = [
  ["plain text in one body", "/plain"],
  ["a JSON string", "/string"],
  ["a JSON object", "/reply"],
  ["chunks of text without a content type", "/chunked"],
  ["lines of JSON", "/lines"],
  ["named events", "/events"],
  ["events with an end of their own", "/events-json"],
  ["events that end as OpenAI's do", "/events-done"],
];

const at = (send: string): ProtocolDescriptor => ({
  use: "rest",
  paths: { session: null, history: null, tokenHealth: null, send },
});

test.each(ROUTES)(
  "a page talks with FastAPI that answers with %s, by the configuration that a probe prints",
  async (_, path) => {
    const configuration = await probedConfiguration(url + path);
    expect(configuration).toEqual({ apiBaseUrl: url, protocol: at(path) });
    await holdConversation(await visitConfigured(browser, site, configuration), REPLY);
  },
);
