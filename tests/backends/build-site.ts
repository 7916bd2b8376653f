import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { copyFixture, runAstro } from "../support/site.ts";
import type { Deployment } from "./deployment.ts";

/**
 * Builds the site of a deployment, with the options that its guide tells a site owner to write.
 * @param folder - Inside a site in which our packages are installed.
 * @returns Where the pages are.
 */
export async function buildSite({ chat }: Deployment, folder: string): Promise<string> {
  await copyFixture("shop", folder);
  const config = [
    'import chatisle from "@chatisle/astro";',
    'import { defineConfig } from "astro/config";',
    "",
    `export default defineConfig({ integrations: [chatisle(${JSON.stringify(chat)})] });`,
    "",
  ];
  await writeFile(join(folder, "astro.config.mjs"), config.join("\n"));
  await runAstro(folder, ["build"]);
  return join(folder, "dist");
}
