import type { ProxyOptions } from "vite";
import { type PublicPath, publicPath } from "./public-path.js";

/**
 * The proxy of `astro dev` and of `astro preview` for a static site: HTTP, WebSocket and streams.
 * @param base - The site's `base`.
 * @param path - Where the site answers for the backend, below `base`; the backend sees neither.
 * @param target - The backend.
 */
export function viteProxy(
  base: string,
  path: PublicPath,
  target: string,
): Readonly<Record<string, ProxyOptions>> {
  // As a pattern, because a plain key would take "/apiary" for "/api" as well.
  // Astro's development server has taken the base away before the proxy sees a request; its preview has not.
  const pattern = `^(?:${literal(publicPath(base, path))}|${literal(path)})(?=[/?]|$)`;
  return {
    [pattern]: {
      target,
      ws: true,
      // A backend behind a host name of its own answers to that name; the site's goes into X-Forwarded-Host.
      changeOrigin: true,
      xfwd: true,
      // A cookie for the backend's domain would be refused on the site's.
      cookieDomainRewrite: "",
      rewrite: (url) => url.replace(new RegExp(pattern), ""),
    },
  };
}

const literal = (path: string): string => path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
