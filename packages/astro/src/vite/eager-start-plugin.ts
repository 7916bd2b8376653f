import type { Plugin } from "vite";

/**
 * Makes a built server load a route's module when it starts, instead of with the first request: what cannot work stops
 * the start, where whoever deploys the site sees it.
 * @param route - Entrypoint of the route.
 */
export function eagerStartPlugin(route: string): Plugin {
  return {
    name: "chatisle:eager-start",
    apply: "build",
    applyToEnvironment: (environment) => environment.name === "ssr",
    transform(code, id) {
      if (this.getModuleInfo(id)?.isEntry !== true) return null;
      return { code: `import ${JSON.stringify(route)};\n${code}`, map: null };
    },
  };
}
