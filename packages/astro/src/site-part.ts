import type { AstroConfig, HookParameters, ViteUserConfig } from "astro";
import type { PublicPath } from "./same-domain/public-path.js";

/** What a part of the integration reads of a site that is being set up. */
export type SiteSetUp = Pick<
  HookParameters<"astro:config:setup">,
  "config" | "command" | "injectRoute" | "logger"
>;

/** What a build has made of a site's pages. */
export interface BuiltPages {
  /** Addresses of the pages that were built, as Astro names them: below `base`, without a slash at the beginning. */
  readonly pages: readonly { readonly pathname: string }[];
  /** Whether pages are also made on demand, which no build knows by their addresses. */
  readonly hasPagesOnDemand: boolean;
}

/** What a part of the integration adds to a site: merged by Astro with what the site itself configures. */
export interface SitePart {
  /** Where the part puts the backend, for the browser. */
  readonly apiBaseUrl: PublicPath;
  readonly env: AstroConfig["env"]["schema"];
  readonly vite: ViteUserConfig;
  /** Adds to the development server what no route can do. */
  readonly setUpServer?: (server: HookParameters<"astro:server:setup">["server"]) => Promise<void>;
  /** Looks at the built site. @returns What will surprise in it, or null. */
  readonly checkBuild?: (built: BuiltPages) => Promise<string | null>;
}
