import type { AstroConfig, HookParameters, ViteUserConfig } from "astro";
import type { PublicPath } from "./same-domain/public-path.js";

/** What a part of the integration reads of a site that is being set up. */
export type SiteSetUp = Pick<HookParameters<"astro:config:setup">, "config" | "command" | "injectRoute">;

/** What a part of the integration adds to a site: merged by Astro with what the site itself configures. */
export interface SitePart {
  /** Where the part puts the backend, for the browser. */
  readonly apiBaseUrl: PublicPath;
  readonly env: AstroConfig["env"]["schema"];
  readonly vite: ViteUserConfig;
}
