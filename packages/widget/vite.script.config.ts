import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

/** Every file of the folder that is named as a language is. */
const localeNames = readdirSync(source("locales"))
  .map((file) => file.replace(/\.ts$/, ""))
  .filter((name) => /^[a-z]{2}(-[A-Z]{2})?$/.test(name));

/**
 * The widget as one classic script, with everything it needs in it but the languages: `dist/chatisle.js`. It finds
 * those in `dist/locales/`, where the other build has put them.
 */
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  define: { __LOCALE_NAMES__: JSON.stringify(localeNames) },
  resolve: {
    alias: [{ find: /^.*\/load-locale\.js$/, replacement: source("locales/load-locale.script.ts") }],
  },
  build: {
    lib: { entry: "src/script.ts", formats: ["iife"], name: "chatisle", fileName: () => "chatisle.js" },
    emptyOutDir: false,
    target: "es2022",
    // As in vite.config.ts.
    cssTarget: ["chrome125", "firefox129", "safari18"],
    cssMinify: "lightningcss",
    minify: true,
    // Chromium then compiles all of it while it arrives, beside the page's own thread. It has to come before all code.
    rolldownOptions: { output: { codeSplitting: false, postBanner: "//# allFunctionsCalledOnLoad" } },
  },
});
