import { randomUUID } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import chatisle, { type ChatisleOptions } from "@chatisle/astro";
import { type AstroInlineConfig, type AstroIntegration, build, dev, preview } from "astro";
import { onTestFinished } from "vitest";
import { serveStandalone } from "./standalone-site.js";

type SiteConfig = Omit<AstroInlineConfig, "root" | "configFile" | "integrations"> & {
  /** What the site gives to `chatisle(…)`; null for a site that has forgotten it. */
  readonly chat?: ChatisleOptions | null;
  /** Integrations beside ours. */
  readonly integrations?: AstroIntegration[];
  /** Files to write over the fixture's, by their path in the site. */
  readonly files?: Readonly<Record<string, string>>;
};

/** A copy of a fixture site, in a folder of its own: Astro keeps modules of a built folder for the whole process. */
export async function copySite(fixture: string, files: SiteConfig["files"] = {}): Promise<URL> {
  const root = new URL(`../../.cache/sites/${fixture}-${randomUUID()}/`, import.meta.url);
  await mkdir(root, { recursive: true });
  await cp(new URL(`../fixtures/${fixture}/`, import.meta.url), root, { recursive: true });
  for (const [path, content] of Object.entries(files)) await writeFile(new URL(path, root), content);
  return root;
}

/** Takes a copy away again. */
export const removeSite = (root: URL) => rm(root, { recursive: true, force: true });

function inlineConfig(
  root: URL,
  { chat, files: _, integrations = [], ...config }: SiteConfig,
): AstroInlineConfig {
  return {
    root: fileURLToPath(root),
    configFile: false,
    logLevel: "silent",
    devToolbar: { enabled: false },
    ...config,
    integrations: [...(chat === null ? [] : [chatisle(chat)]), ...integrations],
  };
}

/** A built site, as files and as a running server. */
export interface BuiltSite {
  /** The text of a file in `dist`. */
  read(path: string): Promise<string>;
  /** Absolute path of a file beside `dist`. */
  path(path: string): string;
  /** Paths of all files in `dist`. */
  files(): Promise<string[]>;
  serve(): Promise<RunningSite>;
  /**
   * Runs the server of a site that was built with `@astrojs/node`, with these variables.
   * @param script - Starts it, by its path in the site. Default: what the build wrote.
   */
  serveStandalone(env?: Readonly<Record<string, string>>, script?: string): Promise<RunningSite>;
  remove(): Promise<void>;
}

export interface RunningSite {
  /** Address of the site's first page, with a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Builds a fixture site as `astro build` would. */
export async function buildSite(fixture: string, config: SiteConfig = {}): Promise<BuiltSite> {
  const root = await copySite(fixture, config.files);
  const inline = inlineConfig(root, config);
  await build(inline).catch(async (error: unknown) => {
    await removeSite(root);
    throw error;
  });
  const dist = new URL("dist/", root);
  return {
    read: (path) => readFile(new URL(path, dist), "utf8"),
    path: (path) => fileURLToPath(new URL(path, root)),
    async files() {
      const entries = await readdir(dist, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => pathToFileURL(join(entry.parentPath, entry.name)).href.slice(dist.href.length));
    },
    async serve() {
      const server = await preview({ ...inline, server: { port: 0 } });
      return { url: siteUrl(server.port, config.base), stop: () => server.stop() };
    },
    async serveStandalone(env = {}, script = "dist/server/entry.mjs") {
      const entry = fileURLToPath(new URL(script, root));
      const server = await serveStandalone(entry, { cwd: fileURLToPath(root), env });
      return { ...server, url: siteUrl(Number(new URL(server.url).port), config.base) };
    },
    remove: () => removeSite(root),
  };
}

/** Builds a site for one test. */
export async function buildSiteForTest(fixture: string, config: SiteConfig = {}): Promise<BuiltSite> {
  const site = await buildSite(fixture, config);
  onTestFinished(() => site.remove());
  return site;
}

/** Starts the development server on a fixture site, for one test. */
export async function developSite(fixture: string, config: SiteConfig = {}): Promise<RunningSite> {
  // Astro's development server answers 404 to every request while this variable is set.
  delete process.env.VITEST;
  const root = await copySite(fixture, config.files);
  const server = await dev({ ...inlineConfig(root, config), server: { port: 0 } });
  const stop = async () => {
    await server.stop();
    await removeSite(root);
  };
  onTestFinished(stop);
  return { url: siteUrl(server.address.port, config.base), stop };
}

const siteUrl = (port: number, base = "/") => `http://localhost:${port}${base.replace(/\/?$/, "/")}`;
