import { fileURLToPath } from "node:url";
import type { Plugin, ResolvedConfig } from "vite";
import { compileEarly } from "./compile-early.js";

const URL_ID = "virtual:chatisle/app-url";
const RESOLVED_URL_ID = `\0${URL_ID}`;
const DEV_APP_ID = "virtual:chatisle/app";

/** The app of a site: the widget's, with the site's configuration. */
export const APP_ENTRY: string = fileURLToPath(new URL("../app.js", import.meta.url)).replaceAll("\\", "/");

/**
 * Serves `virtual:chatisle/app-url`: the address of the app, as text.
 *
 * A page that imported the app itself, even lazily, would carry Vite's preload helper and never be inlined by Astro.
 * With the address alone the loader stays a few hundred bytes in the page, and nothing else is requested.
 */
export function appUrlPlugin(): Plugin {
  let base = "/";
  let isBuild = false;
  let renderBuiltUrl: ResolvedConfig["experimental"]["renderBuiltUrl"];
  const references = new Set<string>();
  return {
    name: "chatisle:app-url",
    configResolved(config) {
      isBuild = config.command === "build";
      base = config.base;
      renderBuiltUrl = config.experimental.renderBuiltUrl;
    },
    resolveId: {
      filter: { id: new RegExp(`^(${URL_ID}$|${DEV_APP_ID}(\\?|$))`) },
      handler: (id) => (id === URL_ID ? RESOLVED_URL_ID : id),
    },
    load: {
      filter: { id: new RegExp(`^(${RESOLVED_URL_ID}|${DEV_APP_ID})(\\?|$)`) },
      handler(id) {
        // The development server serves a file only when a module it has served imports it.
        if (id.startsWith(DEV_APP_ID)) return `export * from ${JSON.stringify(APP_ENTRY)};`;
        // Nothing on the server loads the app; a chunk emitted there would only be dead weight.
        if (this.environment.name !== "client") return 'export default "";';
        if (!isBuild)
          return `export default ${JSON.stringify(`${base.replace(/\/$/, "")}/@id/${DEV_APP_ID}`)};`;
        // Its chunks may import it: then what it shares with them stays in it, one file instead of sixteen. What it
        // shares with other scripts of the site is a file of its own as ever, so none of those loads the app.
        const reference = this.emitFile({
          type: "chunk",
          id: APP_ENTRY,
          name: "chatisle-app",
          preserveSignature: "allow-extension",
        });
        references.add(reference);
        return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
      },
    },
    generateBundle: {
      // Vite writes its list of files before everything else, and this has to come before that.
      order: "post",
      handler(_options, bundle) {
        const names = new Set([...references].map((reference) => this.getFileName(reference)));
        // A set goes on to what is added while it is gone through: what the app loads later may load more.
        for (const name of names) {
          const file = bundle[name];
          if (file?.type === "chunk") for (const later of file.dynamicImports) names.add(later);
        }
        compileEarly([...names].map((name) => bundle[name]));
      },
    },
    resolveFileUrl({ referenceId, fileName, chunkId }) {
      if (!references.has(referenceId)) return null;
      // Left to the bundler, it may be relative to the script that holds it, which Astro moves into the page.
      const host = { type: "asset", hostId: chunkId, hostType: "js", ssr: false } as const;
      const built = renderBuiltUrl?.(fileName, host);
      return JSON.stringify(typeof built === "string" ? built : base + fileName);
    },
  };
}
