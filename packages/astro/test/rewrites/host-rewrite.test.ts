import { readFile } from "node:fs/promises";
import { hostRewrite, REWRITE_HOSTS, RewriteError } from "@chatisle/astro/rewrites";
import { expect, onTestFinished, test } from "vitest";
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

test("the function for Cloudflare takes the path away and passes the reply on", async () => {
  const backend = await startBackend();
  onTestFinished(() => backend.close());
  const { content } = hostRewrite("cloudflare", { upstream: backend.url });
  const { onRequest } = await import(`data:text/javascript,${encodeURIComponent(content)}`);
  const request = new Request("http://localhost:4321/api/chat?x=1", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "text/plain",
      origin: "http://localhost:4321",
      "sec-fetch-site": "same-origin",
    },
    body: JSON.stringify({ message: "Is it oak?" }),
  });
  const answer: Response = await onRequest({ request });
  expect(await answer.text()).toBe("You said: Is it oak?");
  expect(backend.paths).toEqual(["/chat?x=1"]);
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
