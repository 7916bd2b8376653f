import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { APP_ENTRY } from "./app-url-plugin.js";

/**
 * Gives the site's configuration to whoever loads the widget's app by itself, such as a Preact island.
 *
 * An island imports the app from inside `@chatisle/widget`, which knows nothing of the site. In the browser that
 * import leads to this package's app, which configures the widget's and passes on all it exports; launchers and
 * islands then also share one copy.
 */
export function configuredAppPlugin(): Plugin {
  const widgetApp = fileURLToPath(import.meta.resolve("@chatisle/widget/app")).replaceAll("\\", "/");
  return {
    name: "chatisle:configured-app",
    enforce: "pre",
    applyToEnvironment: (environment) => environment.name === "client",
    resolveId: {
      filter: { id: /(^@chatisle\/widget\/app|\/app\.js)$/ },
      async handler(source, importer, options) {
        if (importer === undefined || withoutQuery(importer) === APP_ENTRY) return null;
        const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
        return resolved !== null && withoutQuery(resolved.id) === widgetApp ? APP_ENTRY : null;
      },
    },
  };
}

const withoutQuery = (id: string): string => id.replace(/\?.*$/, "");
