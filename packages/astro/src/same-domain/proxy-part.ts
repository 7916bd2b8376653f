import { envField } from "astro/config";
import type { SitePart, SiteSetUp } from "../site-part.js";
import { proxyFirstPlugin } from "../vite/proxy-first-plugin.js";
import { proxyPlugin } from "../vite/proxy-plugin.js";
import { type ProxyOption, proxySettings } from "./proxy-option.js";
import { publicPath } from "./public-path.js";
import { requireRoutePaths } from "./require-route-paths.js";
import { viteProxy } from "./vite-proxy.js";

const NO_PREVIEW =
  'With trailingSlash: "always" the preview answers 404 for the chat\'s backend, whose paths end in no slash: Astro lets no ' +
  "proxy see them. The development server and the site's host pass them on.";

/**
 * Puts a backend behind a path of the site: `astro dev` and a static `astro preview` through Vite's proxy, a site with
 * a server through a route of its own.
 * @throws AstroError - for a site with a server whose routes all end in a slash.
 */
export function proxyPart(
  option: string | ProxyOption,
  { config, command, injectRoute, logger }: SiteSetUp,
): SitePart {
  // Without a server no route is needed, and the host of a static site knows nothing of Astro's slashes.
  if (config.adapter !== undefined) requireRoutePaths("proxy", config.trailingSlash);
  if (command === "preview" && config.trailingSlash === "always") logger.warn(NO_PREVIEW);
  const { target, path } = proxySettings(option);
  const visiblePath = publicPath(config.base, path);
  const proxy = viteProxy(config.base, path, process.env.CHATISLE_UPSTREAM || target);
  // In development Vite's proxy is there first, and it can do WebSocket, which no route can.
  if (command === "build" && config.adapter !== undefined) {
    injectRoute({
      pattern: `${path}/[...path]`,
      entrypoint: "@chatisle/astro/routes/proxy",
      prerender: false,
    });
  }
  return {
    apiBaseUrl: visiblePath,
    env: { CHATISLE_UPSTREAM: envField.string({ context: "server", access: "secret", optional: true }) },
    vite: {
      server: { proxy },
      preview: { proxy },
      plugins: [
        proxyPlugin({ target, path: visiblePath }),
        ...(config.trailingSlash === "always" ? [proxyFirstPlugin()] : []),
      ],
    },
  };
}
