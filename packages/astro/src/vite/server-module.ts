import type { Plugin, Rollup } from "vite";

type Write = (context: Rollup.PluginContext) => string | Promise<string>;

/**
 * A virtual module `virtual:chatisle/<name>` that exists on the server alone: a browser's script that imports it
 * stops the build, so that what it holds never reaches a visitor.
 */
export function serverModule(name: string, write: Write): Plugin {
  const id = `virtual:chatisle/${name}`;
  return {
    name: `chatisle:${name}`,
    applyToEnvironment: (environment) => environment.name !== "client",
    resolveId: {
      filter: { id: new RegExp(`^${id}$`) },
      handler: () => `\0${id}`,
    },
    load: {
      filter: { id: new RegExp(`^\0${id}$`) },
      handler() {
        return write(this);
      },
    },
  };
}
