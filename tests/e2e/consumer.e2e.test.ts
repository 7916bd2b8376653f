import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from "vitest";
import { startBackend } from "../support/chat-backend.ts";
import { chatPage } from "../support/chat-page.ts";
import { launchChromium } from "../support/chromium.ts";
import { freePort } from "../support/listen.ts";
import { startRegistry } from "../support/npm-registry.ts";
import { watchFaults } from "../support/page-faults.ts";
import { previewSite } from "../support/preview-site.ts";
import { runCommand } from "../support/run-command.ts";
import { npmInstall, rootVersions, runAstro } from "../support/site.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** Builds and previews a site, and chats in it with a backend on another origin. */
async function chatIn(folder: string): Promise<{ transcript: string[]; errors: readonly string[] }> {
  const sitePort = await freePort();
  const site = `http://localhost:${sitePort}`;
  const backend = await startBackend({ origins: [site] });
  onTestFinished(() => backend.close());
  await runAstro(folder, ["build"], { PUBLIC_API_BASE_URL: backend.url });
  const preview = await previewSite(folder, sitePort);
  onTestFinished(() => preview.stop());

  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const { errors } = await watchFaults(page);
  await page.goto(site);
  const chat = chatPage(page);
  await chat.open();
  await chat.ask("Is this lamp made of oak?", "You said");
  return { transcript: await chat.transcript(), errors };
}

const EXPECTED_CHAT = {
  transcript: ["visitor: Is this lamp made of oak?", "assistant: You said: Is this lamp made of oak?"],
  errors: [],
};

const PAGE = `---
import { ChatWidget } from "@chatisle/astro/components";
---
<html lang="en"><head><link rel="icon" href="data:," /><title>New</title></head>
<body><h1>New</h1><ChatWidget /></body></html>
`;

test("a fresh site with the published packages passes astro check", async () => {
  expect(await runAstro(inject("installedSite"), ["check"])).toContain("0 errors");
});

test("a fresh site with the published packages builds, and its visitors chat", async () => {
  expect(await chatIn(inject("installedSite"))).toEqual(EXPECTED_CHAT);
});

test("a page without the widget has no byte of it", async () => {
  const dist = join(inject("installedSite"), "dist");
  await runAstro(inject("installedSite"), ["build"]);
  expect(await readFile(join(dist, "index.html"), "utf8")).toContain("<chat-widget");
  const page = await readFile(join(dist, "terms/index.html"), "utf8");
  expect(page).toContain("<h1>Terms</h1>");
  expect(page).not.toMatch(/chat|<script|<style|<template|stylesheet|modulepreload/i);
});

test("astro add sets up a site that never heard of the chat", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chatisle-newcomer-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const configured = await runCommand("npm", ["config", "get", "registry"], { cwd: folder });
  const upstream = /https?:\/\/\S+/.exec(configured)?.[0] ?? "";
  const registry = await startRegistry(inject("packedPackages"), upstream);
  onTestFinished(() => registry.close());

  await mkdir(join(folder, "src/pages"), { recursive: true });
  await writeFile(join(folder, ".npmrc"), `registry=${registry.url}/\n`);
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({
      name: "newcomer",
      private: true,
      type: "module",
      dependencies: await rootVersions("astro"),
    }),
  );
  await writeFile(
    join(folder, "astro.config.mjs"),
    'import { defineConfig } from "astro/config";\n\nexport default defineConfig({});\n',
  );
  await npmInstall(folder);

  const settings = { npm_config_registry: undefined, npm_config_prefer_offline: "true" };
  await runCommand("npx", ["astro", "add", "@chatisle/astro", "--yes"], { cwd: folder, env: settings });
  expect(await readFile(join(folder, "astro.config.mjs"), "utf8")).toMatch(
    /integrations: \[chatisle(Astro)?\(\)\]/,
  );
  expect(await readdir(join(folder, "node_modules/@chatisle"))).toEqual(
    expect.arrayContaining(["astro", "client", "widget"]),
  );

  await writeFile(join(folder, "src/pages/index.astro"), PAGE);
  expect(await chatIn(folder)).toEqual(EXPECTED_CHAT);
});

test("a site that can import only what it names itself, as pnpm lays packages out, builds without a warning", async () => {
  const folder = await mkdtemp(join(tmpdir(), "chatisle-strict-layout-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const packed = Object.fromEntries(
    inject("packedPackages").map(({ name, tarball }) => [name, `file:${tarball}`]),
  );
  const { "@chatisle/astro": integration, ...others } = packed;
  await mkdir(join(folder, "src/pages"), { recursive: true });
  await writeFile(join(folder, ".npmrc"), "install-strategy=linked\n");
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({
      name: "strict-layout",
      private: true,
      type: "module",
      dependencies: { ...(await rootVersions("astro")), "@chatisle/astro": integration },
      overrides: others,
    }),
  );
  await writeFile(
    join(folder, "astro.config.mjs"),
    'import chatisle from "@chatisle/astro";\n\nexport default { integrations: [chatisle()] };\n',
  );
  await writeFile(join(folder, "src/pages/index.astro"), PAGE);
  await npmInstall(folder);
  expect(await readdir(join(folder, "node_modules/@chatisle"))).toEqual(["astro"]);

  const output = await runAstro(folder, ["build"], { PUBLIC_API_BASE_URL: "https://api.shop.example" });
  expect(output).not.toContain("[WARN]");
  expect(await chatIn(folder)).toEqual(EXPECTED_CHAT);
});
