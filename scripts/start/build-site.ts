import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { isStale } from "./is-stale.ts";
import { PROJECT_FOLDER, packageFolders, SITE_SOURCE } from "./project.ts";

export interface SiteBuild {
  /** The backend's address, without a slash at the end; it is built into the pages. */
  readonly apiUrl: string;
  /** Where the built site goes. */
  readonly folder: string;
}

/** Builds the example site unless it is built and up to date. */
export async function buildSite({ apiUrl, folder }: SiteBuild): Promise<void> {
  if (!isStale(folder, siteInputs())) return;
  console.log("Building the site …");
  process.env.PUBLIC_API_BASE_URL = apiUrl;
  process.env.ASTRO_TELEMETRY_DISABLED = "1";
  const { build } = await import("astro");
  // Renamed when complete, so that an interrupted build is never taken for a finished one.
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  // "error": this production build is meant for localhost, which the integration rightly warns about.
  await build({ root: SITE_SOURCE, outDir: unfinished, logLevel: "error" });
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
}

function siteInputs(): string[] {
  const site = ["src", "public", "astro.config.mjs", "package.json", "tsconfig.json"];
  return [
    ...site.map((name) => join(SITE_SOURCE, name)),
    ...packageFolders().flatMap((folder) => [join(folder, "dist"), join(folder, "components")]),
    join(PROJECT_FOLDER, "package-lock.json"),
  ];
}
