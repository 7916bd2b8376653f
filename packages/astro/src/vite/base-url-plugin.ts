import type { AstroIntegrationLogger } from "astro";
import { AstroError } from "astro/errors";
import type { Plugin } from "vite";
import { checkBaseUrl } from "../check-base-url.js";

export interface BaseUrlPluginOptions {
  /** The value that holds when the environment has none. */
  readonly fallback: string;
  readonly site: string | undefined;
  readonly isProductionBuild: boolean;
  readonly logger: Pick<AstroIntegrationLogger, "warn">;
}

/**
 * Stops the build, the check and the development server on an API base URL that cannot work.
 *
 * It is a plugin because only Vite knows the mode and the folder that decide which `.env` files count.
 */
export function baseUrlPlugin({ fallback, site, isProductionBuild, logger }: BaseUrlPluginOptions): Plugin {
  const warned = new Set<string>();
  return {
    name: "chatisle:base-url",
    configResolved(config) {
      const fromEnvironment: string | undefined = config.env.PUBLIC_API_BASE_URL;
      const verdict = checkBaseUrl({
        // astro:env takes an empty variable for one that is not set
        value: fromEnvironment || fallback,
        source: fromEnvironment ? "PUBLIC_API_BASE_URL" : "chatisle({ apiBaseUrl })",
        site,
        isProductionBuild,
      });
      if (verdict.status === "refused") throw new AstroError(verdict.problem, verdict.fix);
      for (const warning of verdict.warnings) {
        if (!warned.has(warning)) logger.warn(warning);
        warned.add(warning); // one build resolves its configuration several times
      }
    },
  };
}
