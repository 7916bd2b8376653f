import { defineConfig } from "vite";

/** The widget as ES modules. Style goes into them as minified text, so that no bundler has to know about CSS. */
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    lib: {
      entry: {
        index: "src/index.ts",
        app: "src/app.ts",
        launcher: "src/launcher.ts",
        intent: "src/intent.ts",
        headless: "src/headless.ts",
      },
      formats: ["es"],
    },
    target: "es2022",
    // The skin uses what the engines of the last two years have: nested colour functions are not to be rewritten.
    cssTarget: ["chrome125", "firefox129", "safari18"],
    cssMinify: "lightningcss",
    minify: false,
    rolldownOptions: {
      external: [/^preact/, /^@preact\/signals/, /^@chatisle\//, "marked", /^sugar-high/],
      output: {
        // The one-file script loads the languages by their names.
        chunkFileNames: ({ facadeModuleId }) =>
          facadeModuleId?.includes("/locales/") ? "locales/[name].js" : "chunks/[name].js",
      },
    },
  },
});
