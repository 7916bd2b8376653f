import { defineConfig } from "vite";

/** The widget as one classic script, with everything it needs in it: `dist/chatisle.js`. */
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    lib: { entry: "src/script.ts", formats: ["iife"], name: "chatisle", fileName: () => "chatisle.js" },
    emptyOutDir: false,
    target: "es2022",
    // As in vite.config.ts.
    cssTarget: ["chrome125", "firefox129", "safari18"],
    cssMinify: "lightningcss",
    minify: true,
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
