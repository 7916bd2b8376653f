import { join } from "node:path";
import type { Plugin } from "vite";
import { type KnowledgeSource, readKnowledge } from "../knowledge/read-knowledge.js";
import type { ModulePath } from "../options.js";
import type { PublicPath } from "../same-domain/public-path.js";
import { serverModule } from "./server-module.js";

/** What the backend route knows of its site. */
export interface BackendSettings {
  /** The site's `base` included. */
  readonly path: PublicPath;
  readonly database: string;
  /** Null in a built site: its secret comes from the host. */
  readonly developmentSecret: string | null;
  /** Where the site stands, where it says so. */
  readonly site: string | null;
  /** Name of the folder of the built server: a file in it finds the built pages from there. */
  readonly serverFolder: string;
  /** The built pages, seen from the folder of the built server. */
  readonly pagesFolder: string;
}

export interface BackendPluginOptions {
  readonly settings: BackendSettings;
  /** Module of the site with options for the backend, or null. */
  readonly optionsModule: ModulePath | null;
  /** Content that the assistant answers from; null for the built pages. */
  readonly knowledge: KnowledgeSource | null;
}

/** Serves `virtual:chatisle/backend`: how the backend inside the site is set up, and what its assistant knows. */
export function backendPlugin({ settings, optionsModule, knowledge }: BackendPluginOptions): Plugin {
  let root = "";
  return {
    ...serverModule("backend", async (context) => {
      const known = knowledge && (await readKnowledge(knowledge));
      for (const file of known?.files ?? []) context.addWatchFile(file);
      const module = optionsModule && (await context.resolve(optionsModule, join(root, "astro.config")));
      if (optionsModule !== null && module === null) {
        return context.error(
          `chatisle({ backend: { options: ${JSON.stringify(optionsModule)} } }): there is no such module under ${root}. ` +
            "Write its path from the site's root, such as ./src/chat-backend.ts.",
        );
      }
      return [
        module === null
          ? "export const options = {};"
          : `export { default as options } from ${JSON.stringify(module.id)};`,
        `export const settings = ${JSON.stringify(settings)};`,
        `export const pages = ${JSON.stringify(known?.sections ?? null)};`,
      ].join("\n");
    }),
    configResolved(config) {
      root = config.root;
    },
  };
}
