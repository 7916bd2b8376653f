import { LAUNCHER_CSS, LAUNCHER_OPTIONS_CSS } from "@chatisle/widget/launcher";
import type { AstroIntegration } from "astro";
import { envField } from "astro/config";
import { backendPart } from "./backend/backend-part.js";
import { launcherCsp } from "./launcher-csp.js";
import { type ChatisleOptions, checkOptions } from "./options.js";
import { publishedKeys } from "./published-keys.js";
import { proxyPart } from "./same-domain/proxy-part.js";
import type { SitePart, SiteSetUp } from "./site-part.js";
import { appUrlPlugin } from "./vite/app-url-plugin.js";
import { baseUrlPlugin } from "./vite/base-url-plugin.js";
import { configPlugin } from "./vite/config-plugin.js";
import { configuredAppPlugin } from "./vite/configured-app-plugin.js";
import { loaderModulesPlugin } from "./vite/loader-modules-plugin.js";
import { packageResolution } from "./vite/package-resolution.js";
import { pageImportPlugin } from "./vite/page-import-plugin.js";

export type { BackendOption } from "./backend/backend-option.js";
export type { KnowledgeOption } from "./knowledge/knowledge-option.js";
export type { ChatisleOptions, ModulePath, Side, Theme } from "./options.js";
export type { ProxyOption } from "./same-domain/proxy-option.js";
export type { PublicPath } from "./same-domain/public-path.js";

const DEFAULT_BASE_URL = "/api";

/** The launcher's speech bubble. */
const TOOLBAR_ICON =
  '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linejoin="round"><path d="M8 21v-4a9 7 0 1 1 4 1z"/></svg>';

/**
 * The chat of an Astro site: `integrations: [chatisle()]`. It adds nothing to a page by itself; put `<ChatWidget />`
 * from `@chatisle/astro/components` into a layout.
 * @throws AstroError - for an option that cannot work; for an API base URL that cannot, once Astro reads its
 * configuration.
 */
export default function chatisle(options: ChatisleOptions = {}): AstroIntegration {
  const checked = checkOptions(options);
  let backend: SitePart | null = null;
  let hasPagesOnDemand = false;
  return {
    name: "@chatisle/astro",
    hooks: {
      "astro:config:setup": (setUp) => {
        const { config, command, updateConfig, addDevToolbarApp, logger } = setUp;
        backend = ownBackend(checked, setUp);
        const apiBaseUrl = backend?.apiBaseUrl ?? checked.apiBaseUrl ?? DEFAULT_BASE_URL;
        const csp = launcherCsp(config.security?.csp, [LAUNCHER_CSS, LAUNCHER_OPTIONS_CSS]);
        updateConfig({
          env: {
            schema: {
              PUBLIC_API_BASE_URL: envField.string({
                context: "client",
                access: "public",
                optional: true,
                default: apiBaseUrl,
              }),
            },
          },
          ...(csp !== null && { security: { csp } }),
          vite: {
            ...packageResolution(),
            plugins: [
              baseUrlPlugin({
                fallback: apiBaseUrl,
                site: config.site,
                isProductionBuild: command === "build",
                logger,
              }),
              configPlugin(checked),
              appUrlPlugin(),
              configuredAppPlugin(),
              loaderModulesPlugin(),
              pageImportPlugin(),
            ],
          },
        });
        for (const warning of publishedKeys(checked.protocol)) logger.warn(warning);
        addDevToolbarApp({
          id: "chatisle",
          name: "Chat",
          icon: TOOLBAR_ICON,
          entrypoint: "@chatisle/astro/toolbar",
        });
        if (backend !== null) updateConfig({ env: { schema: backend.env }, vite: backend.vite });
      },
      "astro:server:setup": ({ server }) => backend?.setUpServer?.(server),
      "astro:routes:resolved": ({ routes }) => {
        hasPagesOnDemand = routes.some(
          ({ type, origin, isPrerendered }) => type === "page" && origin === "project" && !isPrerendered,
        );
      },
      "astro:build:done": async ({ pages, logger }) => {
        const warning = await backend?.checkBuild?.({ pages, hasPagesOnDemand });
        if (warning) logger.warn(warning);
      },
      "astro:config:done": ({ injectTypes }) => {
        injectTypes({
          filename: "virtual.d.ts",
          content: '/// <reference types="@chatisle/astro/virtual" />\n',
        });
      },
    },
  };
}

/** The backend that the site itself answers for, if it does. */
function ownBackend({ proxy, backend, knowledge }: ChatisleOptions, setUp: SiteSetUp): SitePart | null {
  if (backend !== undefined) return backendPart(backend, knowledge, setUp);
  return proxy === undefined ? null : proxyPart(proxy, setUp);
}
