import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { createSiteBackend } from "../../src/backend/site-backend.js";

/** Starts the backend of a site that was built into a folder. */
function start(dist: string) {
  return createSiteBackend({
    settings: {
      path: "/api",
      database: join(dist, "chat.sqlite"),
      developmentSecret: null,
      site: null,
      serverFolder: "server",
      pagesFolder: "../client",
    },
    options: {},
    pages: null,
    environment: {
      SESSION_SECRET: "a secret of tests, which is of no worth to anybody",
      SESSION_SECRET_OLD: undefined,
      CHATISLE_DATABASE: undefined,
    },
    moduleUrl: pathToFileURL(join(dist, "server/chunks/backend.mjs")).href,
  });
}

test.each([
  ["only files that are no pages", { "client/favicon.svg": "<svg/>" }],
  ["no folder of prerendered pages", {}],
])("a built site with %s is told where its assistant can answer from", async (_what, files) => {
  const dist = await mkdtemp(join(tmpdir(), "chatisle-site-"));
  onTestFinished(() => rm(dist, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(dist, path, ".."), { recursive: true });
    await writeFile(join(dist, path), text);
  }
  await expect(start(dist)).rejects.toMatchObject({
    message: expect.stringContaining(`none with text in ${join(dist, "client")}`),
    hint: expect.stringMatching(/prerender = true.*knowledge.*reply/),
  });
});
