import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { hostRewrite, REWRITE_HOSTS, RewriteError } from "@chatisle/astro/rewrites";
import { Miniflare } from "miniflare";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";
import { startBackend } from "../support/chat-backend.js";

const upstream = "https://api.company.com";

test.each([
  ["netlify", "public/_redirects", "/api/*  https://api.company.com/:splat  200\n"],
  [
    "vercel",
    "vercel.json",
    '{\n  "rewrites": [\n    {\n      "source": "/api/:path*",\n      "destination": "https://api.company.com/:path*"\n    }\n  ]\n}\n',
  ],
] as const)("%s gets one rule, in %s", (host, file, content) => {
  expect(hostRewrite(host, { upstream })).toMatchObject({ file, content });
});

test.each(REWRITE_HOSTS)("a site with a base and a path of its own names both on %s", (host) => {
  const { file, content } = hostRewrite(host, {
    upstream: "https://api.company.com/v1/",
    path: "/help",
    base: "/shop/",
  });
  expect(file + content).toContain("/shop/help");
  expect(content).toContain("https://api.company.com/v1");
  expect(content).not.toContain("/v1//");
});

const OTHER = "/old  /new  301";
const CONDITIONAL = "/api/*  https://eu.company.com/:splat  200  Country=de";

test.each([
  ["before other rules", `${OTHER}\n`, `/api/*  ${upstream}/:splat  200\n${OTHER}\n`],
  [
    "in place of one that leads the path elsewhere",
    `${OTHER}\n/api/*  https://old.company.com/:splat  200\n/api/* https://older.company.com/v1/:splat 200!\n`,
    `${OTHER}\n/api/*  ${upstream}/:splat  200\n`,
  ],
  [
    "beside a rule with conditions",
    `${CONDITIONAL}\n/api/*  https://old.company.com/:splat  200\n`,
    `${CONDITIONAL}\n/api/*  ${upstream}/:splat  200\n`,
  ],
])("Netlify's rule is put %s, once", (_where, known, after) => {
  const { merge } = hostRewrite("netlify", { upstream });
  expect(merge(known)).toBe(after);
  expect(merge(after)).toBe(after);
});

const RULE = { source: "/api/:path*", destination: `${upstream}/:path*` };

test.each([
  [
    "other settings and rewrites",
    { cleanUrls: true, rewrites: [{ source: "/a", destination: "/b" }] },
    { cleanUrls: true, rewrites: [RULE, { source: "/a", destination: "/b" }] },
  ],
  [
    "a rewrite that leads the path elsewhere",
    {
      rewrites: [
        { source: "/a", destination: "/b" },
        { ...RULE, destination: "https://old.company.com/:path*" },
      ],
    },
    { rewrites: [{ source: "/a", destination: "/b" }, RULE] },
  ],
  [
    "a rewrite with conditions",
    { rewrites: [{ ...RULE, has: [{ type: "host", value: "eu.company.com" }] }] },
    { rewrites: [RULE, { ...RULE, has: [{ type: "host", value: "eu.company.com" }] }] },
  ],
])("Vercel's settings are merged with %s, once", (_what, known, after) => {
  const { merge } = hostRewrite("vercel", { upstream });
  const merged = merge(JSON.stringify(known)) ?? "";
  expect(JSON.parse(merged)).toEqual(after);
  expect(merge(merged)).toBe(merged);
});

test.each(["[]", "null", "// comment\n{}", '{ "rewrites": {} }'])(
  "settings of Vercel that cannot be merged are left to a human: %s",
  (known) => {
    expect(hostRewrite("vercel", { upstream }).merge(known)).toBeNull();
  },
);

describe("the function for Cloudflare, in Cloudflare's own runtime", () => {
  const SITE = "http://localhost:4321";

  /** A site whose every request below the path goes through the function, as Cloudflare Pages sees to. */
  async function startSite(backend: { url: string }): Promise<Miniflare> {
    const { content } = hostRewrite("cloudflare", { upstream: backend.url });
    const site = new Miniflare({
      modules: true,
      script: `${content}\nexport default { fetch: (request) => onRequest({ request }) };`,
      compatibilityDate: "2026-07-01",
    });
    onTestFinished(() => site.dispose());
    await site.ready;
    return site;
  }

  test("takes the path away and passes the reply on", async () => {
    const backend = await startBackend();
    onTestFinished(() => backend.close());
    const site = await startSite(backend);
    const answer = await site.dispatchFetch(`${SITE}/api/chat?x=1`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "text/plain",
        origin: SITE,
        "sec-fetch-site": "same-origin",
      },
      body: JSON.stringify({ message: "Is it oak?" }),
    });
    expect(await answer.text()).toBe("You said: Is it oak?");
    expect(backend.paths).toEqual(["/chat?x=1"]);
  });

  test("passes cookies on in both directions", async () => {
    const backend = await startBackend();
    onTestFinished(() => backend.close());
    const site = await startSite(backend);
    const first = await site.dispatchFetch(`${SITE}/api/api/session`);
    const cookie = first.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const { session_id } = (await first.json()) as { session_id: string };
    const second = await site.dispatchFetch(`${SITE}/api/api/session`, { headers: { cookie } });
    expect(await second.json()).toMatchObject({ session_id });
  });

  test("passes a WebSocket on", async () => {
    const backend = createServer().listen(0, "127.0.0.1");
    const sockets = new WebSocketServer({ server: backend, path: "/chat/ws" });
    onTestFinished(() => {
      for (const socket of sockets.clients) socket.terminate();
      backend.close();
    });
    sockets.on("connection", (socket) => {
      socket.on("message", (text) => socket.send(`You said: ${text}`));
    });
    await once(backend, "listening");
    const site = await startSite({ url: `http://127.0.0.1:${(backend.address() as AddressInfo).port}` });
    const { webSocket } = await site.dispatchFetch(`${SITE}/api/chat/ws`, {
      headers: { upgrade: "websocket" },
    });
    webSocket?.accept();
    const answer = new Promise((resolve) =>
      webSocket?.addEventListener("message", ({ data }) => resolve(data)),
    );
    webSocket?.send("Is it oak?");
    expect(await answer).toBe("You said: Is it oak?");
    webSocket?.close();
  });
});

test.each([
  ["a backend without a scheme", { upstream: "api.company.com" }, "is not an address"],
  ["a backend that is the site", { upstream: "/api" }, "path of the site itself"],
  ["the root", { upstream, path: "/" as const }, 'The path "/" is none'],
  ["a path that would end a line of configuration", { upstream, path: "/api;\n" as const }, "is none"],
])("no rewrite is written for %s", (_what, options, problem) => {
  expect(() => hostRewrite("nginx", options)).toThrow(
    expect.objectContaining({ name: "RewriteError", message: expect.stringContaining(problem) }),
  );
  expect(() => hostRewrite("nginx", options)).toThrow(RewriteError);
});

test.each(REWRITE_HOSTS)("the guide shows what is written for %s, and what the host does", async (host) => {
  const guide = await readFile(new URL("../../../../docs/guides/same-domain.md", import.meta.url), "utf8");
  const { file, content, limits } = hostRewrite(host, { upstream });
  expect(guide).toContain(`\`${file}\``);
  expect(guide).toContain(`\n${content}\`\`\`\n`);
  const row = guide.split("\n").find((line) => line.includes(`](${limits.source})`)) ?? "";
  const cells = row.split("|").map((cell) => cell.trim());
  expect(cells[2]).toBe(limits.isWebSocketPassedOn ? "yes" : "no");
  expect(cells[3]).toBe(limits.longestSilence === null ? "not named" : `${limits.longestSilence} s`);
});
