import type { Connect, Plugin } from "vite";

/**
 * Puts Vite's proxy before what Astro's development server does about slashes at the end of paths. With
 * `trailingSlash: "always"` that answers 404 to the backend's paths, which have none, and no proxy would ever see them.
 */
export function proxyFirstPlugin(): Plugin {
  return {
    name: "chatisle:proxy-first",
    configureServer: {
      order: "post",
      // Astro puts its own first, once every plugin has put its own.
      handler:
        ({ middlewares }) =>
        () =>
          moveProxy(middlewares.stack),
    },
  };
}

function moveProxy(stack: Connect.ServerStackItem[]): void {
  const at = stack.findIndex(({ handle }) => "name" in handle && handle.name === "viteProxyMiddleware");
  stack.unshift(...stack.splice(at, at === -1 ? 0 : 1));
}
