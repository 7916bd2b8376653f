import { rm } from "node:fs/promises";
import { join } from "node:path";
import { inject } from "vitest";
import { startBackend } from "./chat-backend.ts";
import { freePort } from "./listen.ts";
import { startSite } from "./preview-site.ts";
import { installFixture, runAstro } from "./site.ts";
import { serveFolder } from "./static-site.ts";

/** A fixture site in which the packed packages are installed, built and served. */
export interface ServedFixture {
  readonly folder: string;
  /** Without a slash at the end. */
  readonly url: string;
  /** Stops what serves it, and removes it. */
  stop(): Promise<void>;
}

/** Starts the server of a fixture site that is its own backend, as its host does. */
export const serveFixture = (name: string): Promise<ServedFixture> =>
  serveInstalled(name, async (folder) => {
    await runAstro(folder, ["build"]);
    const port = await freePort();
    const { stop } = await startSite(folder, port, {
      SESSION_SECRET: "a secret of tests, which is of no worth",
    });
    return { url: `http://localhost:${port}`, stop };
  });

/** Serves the pages of a static fixture site, and the backend that they talk to. */
export const serveStaticFixture = (name: string): Promise<ServedFixture> =>
  serveInstalled(name, async (folder) => {
    const apiPort = await freePort();
    await runAstro(folder, ["build"], { PUBLIC_API_BASE_URL: `http://localhost:${apiPort}` });
    const site = await serveFolder(join(folder, "dist"));
    const backend = await startBackend({ origins: [site.url], port: apiPort });
    return {
      url: site.url,
      async stop() {
        await site.close();
        await backend.close();
      },
    };
  });

async function serveInstalled(
  name: string,
  serve: (folder: string) => Promise<Pick<ServedFixture, "url" | "stop">>,
): Promise<ServedFixture> {
  const folder = await installFixture(name, inject("packedPackages"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const { url, stop } = await serve(folder);
    return { folder, url, stop: () => stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
