import type { ViteUserConfig } from "astro";

const PACKAGES = ["@chatisle/astro", "@chatisle/widget", "@chatisle/client"];

/** How a site resolves our packages and what they share with it. */
export function packageResolution(): ViteUserConfig {
  return {
    resolve: {
      // A second copy of Preact, as links and strict layouts bring about, breaks hooks and signals.
      dedupe: ["preact", "@preact/signals", "@preact/signals-core"],
      // On the server too, where packages left to Node would resolve copies and virtual modules of their own.
      noExternal: [...PACKAGES, "preact-render-to-string"],
    },
    optimizeDeps: {
      // Bundled ahead, they would lose the virtual modules, and every entry would hold a conversation of its own.
      exclude: PACKAGES,
      // Named, because a dependency found late reloads the page under the visitor's first click.
      include: [
        "@chatisle/astro > preact",
        "@chatisle/astro > preact/hooks",
        "@chatisle/astro > preact/jsx-runtime",
        "@chatisle/astro > @preact/signals",
        "@chatisle/astro > @chatisle/client > @preact/signals-core",
        "@chatisle/astro > @chatisle/client > ky",
        "@chatisle/astro > @chatisle/widget > marked",
        "@chatisle/astro > @chatisle/widget > sugar-high/core",
        "@chatisle/astro > @chatisle/widget > sugar-high/lang",
      ],
    },
  };
}
