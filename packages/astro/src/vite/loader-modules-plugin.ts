import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const LOADERS = fileURLToPath(new URL("../load/", import.meta.url)).replaceAll("\\", "/");
const OWN_COPY = /\?chatisle-loader=.+$/;

/**
 * Gives every loader copies of its modules. Astro writes a script into the page only when it imports nothing, and a
 * module that another loader, an island or a script of the site uses as well would become a chunk to import.
 */
export function loaderModulesPlugin(): Plugin {
  return {
    name: "chatisle:loader-modules",
    apply: "build",
    enforce: "pre",
    applyToEnvironment: (environment) => environment.name === "client",
    async resolveId(source, importer, options) {
      const copy = importer === undefined ? null : copyFor(importer);
      if (copy === null) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      return resolved && { ...resolved, id: `${resolved.id}${copy}` };
    },
  };
}

/** What marks the copies that a loader, or such a copy, imports; null for every other module. */
function copyFor(importer: string): string | null {
  if (importer.startsWith(LOADERS)) return `?chatisle-loader=${basename(importer)}`;
  return OWN_COPY.exec(importer)?.[0] ?? null;
}
