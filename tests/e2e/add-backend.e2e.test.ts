import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { freePort } from "../support/listen.ts";
import { watchFaults } from "../support/page-faults.ts";
import { startSite } from "../support/preview-site.ts";
import { runCommand } from "../support/run-command.ts";
import { copyFixture, runAstro } from "../support/site.ts";

const CONFIG = `import node from "@astrojs/node";
import chatisle from "@chatisle/astro";
import { defineConfig } from "astro/config";

export default defineConfig({ adapter: node({ mode: "standalone" }), integrations: [chatisle()] });
`;

const HELP = `<html lang="en">
  <head><title>Care of oak</title></head>
  <body>
    <main><h1>Care of oak</h1><p>An oak lamp wants to be oiled twice a year, with linseed oil.</p></main>
  </body>
</html>
`;

/** A folder with a site in which the published packages are installed. */
async function newSite(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "chatisle-own-backend-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await copyFixture("shop", folder);
  await cp(join(inject("installedSite"), "package.json"), join(folder, "package.json"));
  await symlink(join(inject("installedSite"), "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "astro.config.mjs"), CONFIG);
  await writeFile(join(folder, "src/pages/help.astro"), HELP);
  return folder;
}

test("chatisle add-backend makes a site its own backend, which answers from the site's pages", async () => {
  const folder = await newSite();
  const printed = await runCommand("npx", ["chatisle", "add-backend"], { cwd: folder });
  expect(printed).toContain("Wrote src/pages/api/[...path].ts.");

  await runAstro(folder, ["check"]);
  await runAstro(folder, ["build"]);
  const secret = /SESSION_SECRET=(.*)/.exec(await readFile(join(folder, ".env"), "utf8"))?.[1] ?? "";
  const inBuild = await runCommand("grep", ["-rlF", secret, "dist"], { cwd: folder }).catch(() => "nowhere");
  expect(inBuild).toBe("nowhere");

  const port = await freePort();
  const site = await startSite(folder, port, { SESSION_SECRET: secret });
  onTestFinished(() => site.stop());
  const browser = await launchChromium();
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const { errors } = await watchFaults(page);
  await page.goto(`http://localhost:${port}`);
  const chat = chatPage(page);
  await chat.open();
  await chat.ask("How often should an oak lamp be oiled?", "twice a year");
  await page.reload();
  await chat.log.getByText("twice a year").first().waitFor();
  expect(errors).toEqual([]);
});
