import { basename, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { envField } from "astro/config";
import { AstroError } from "astro/errors";
import { checkAddresses } from "../knowledge/check-addresses.js";
import { type KnowledgeOption, knowledgeSettings } from "../knowledge/knowledge-option.js";
import type { KnowledgeSource } from "../knowledge/read-knowledge.js";
import { publicPath } from "../same-domain/public-path.js";
import { requireRoutePaths } from "../same-domain/require-route-paths.js";
import type { SitePart, SiteSetUp } from "../site-part.js";
import { backendPlugin } from "../vite/backend-plugin.js";
import { eagerStartPlugin } from "../vite/eager-start-plugin.js";
import { listenForWebSockets } from "./accept-web-sockets.js";
import type { BackendOption } from "./backend-option.js";
import { developmentSecret } from "./development-secret.js";

const ROUTE = "@chatisle/astro/routes/backend";

/**
 * Makes the site its own backend: a route of `@chatisle/server`, in development and on a built server, which reads
 * SESSION_SECRET and CHATISLE_DATABASE when it starts.
 * @throws AstroError - for a site without a server, or without the package.
 */
export function backendPart(
  option: true | BackendOption,
  knowledge: string | KnowledgeOption | undefined,
  { config, command, injectRoute }: SiteSetUp,
): SitePart {
  requireRoutePaths("backend", config.trailingSlash);
  requireServer(config.adapter !== undefined);
  requirePackage();
  const { path = "/api", database = ".data/chat.sqlite", options } = option === true ? {} : option;
  const visiblePath = publicPath(config.base, path);
  injectRoute({ pattern: `${path}/[...path]`, entrypoint: ROUTE, prerender: false });

  const server = fileURLToPath(config.build.server);
  const development = command === "dev" ? fileURLToPath(new URL("chatisle/", config.cacheDir)) : null;
  const content = knowledge === undefined ? null : knowledgeSource(knowledge, config);
  return {
    apiBaseUrl: visiblePath,
    env: {
      SESSION_SECRET: envField.string({ context: "server", access: "secret", optional: true }),
      SESSION_SECRET_OLD: envField.string({ context: "server", access: "secret", optional: true }),
      CHATISLE_DATABASE: envField.string({ context: "server", access: "secret", optional: true }),
    },
    vite: {
      plugins: [
        backendPlugin({
          settings: {
            path: visiblePath,
            database: development === null ? database : `${development}chat.sqlite`,
            developmentSecret: development === null ? null : developmentSecret(development),
            site: config.site ?? null,
            serverFolder: basename(server),
            pagesFolder: relative(server, fileURLToPath(config.build.client)),
          },
          optionsModule: options ?? null,
          knowledge: content,
        }),
        eagerStartPlugin(ROUTE),
      ],
    },
    async setUpServer({ httpServer }) {
      if (httpServer !== null) await listenForWebSockets(httpServer);
    },
    ...(content !== null && { checkBuild: (built) => checkAddresses(content, built) }),
  };
}

function knowledgeSource(option: string | KnowledgeOption, config: SiteSetUp["config"]): KnowledgeSource {
  const { folder, path } = knowledgeSettings(
    option,
    config.integrations.map(({ name }) => name),
  );
  return {
    folder: resolve(fileURLToPath(config.root), folder),
    path,
    base: config.base,
    hasTrailingSlash: config.trailingSlash !== "never" && config.build.format !== "file",
  };
}

function requireServer(hasAdapter: boolean): void {
  if (hasAdapter) return;
  throw new AstroError(
    "chatisle({ backend }): the site has no server that the backend could run in.",
    "Add one with `npx astro add node`. Pages stay static as long as they do not say otherwise.",
  );
}

function requirePackage(): void {
  try {
    import.meta.resolve("@chatisle/server");
  } catch {
    throw new AstroError(
      "chatisle({ backend }): the package @chatisle/server is not installed.",
      "Run `npm install @chatisle/server`.",
    );
  }
}
