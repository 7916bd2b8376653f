import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const LOADER_ENTRY = fileURLToPath(new URL("../loader.js", import.meta.url)).replaceAll("\\", "/");
const OWN_COPY = "?chatisle-loader";

/**
 * Gives the loader copies of its modules. Astro writes a script into the page only when it imports nothing, and a
 * module that an island or a script of the site uses as well would become a chunk to import.
 */
export function loaderModulesPlugin(): Plugin {
  return {
    name: "chatisle:loader-modules",
    apply: "build",
    enforce: "pre",
    applyToEnvironment: (environment) => environment.name === "client",
    async resolveId(source, importer, options) {
      if (importer !== LOADER_ENTRY && !importer?.endsWith(OWN_COPY)) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      return resolved && { ...resolved, id: `${resolved.id}${OWN_COPY}` };
    },
  };
}
