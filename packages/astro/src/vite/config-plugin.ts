import { join } from "node:path";
import type { Plugin } from "vite";
import type { ChatisleOptions } from "../options.js";

const ID = "virtual:chatisle/config";
const RESOLVED_ID = `\0${ID}`;

/**
 * Serves `virtual:chatisle/config`: what the site chose, for its pages. Values cross as JSON, never as code, and the
 * API base URL through `astro:env`, so that `.env` files and the shell count.
 */
export function configPlugin(options: ChatisleOptions): Plugin {
  const { protocol, heading, side, theme, labels } = options;
  let root = "";
  return {
    name: "chatisle:config",
    configResolved(config) {
      root = config.root;
    },
    resolveId: {
      // Its name may say what a site without the integration lacks.
      filter: { id: new RegExp(`^${ID}( .*)?$`) },
      handler: () => RESOLVED_ID,
    },
    load: {
      filter: { id: new RegExp(`^${RESOLVED_ID}$`) },
      async handler() {
        const lines = [
          'export { PUBLIC_API_BASE_URL as apiBaseUrl } from "astro:env/client";',
          `export const launcher = ${JSON.stringify({ heading, side, theme, labels })};`,
        ];
        if (typeof protocol !== "string" || this.environment.name !== "client") {
          // A protocol module is written for browsers; nothing on the server asks for it.
          const data = typeof protocol === "object" ? JSON.stringify(protocol) : "undefined";
          return [...lines, `export const protocol = ${data};`].join("\n");
        }
        const found = await this.resolve(protocol, join(root, "astro.config"));
        if (found === null) {
          return this.error(
            `chatisle({ protocol: ${JSON.stringify(protocol)} }): there is no such module under ${root}. ` +
              "Write its path from the site's root, such as ./src/chat-protocol.ts.",
          );
        }
        return [...lines, `export { default as protocol } from ${JSON.stringify(found.id)};`].join("\n");
      },
    },
  };
}
