import type { Plugin } from "vite";

/**
 * Stops a page that imports the integration in place of the component. The integration would take Astro's own build into
 * the site, which ends in errors about files that nobody has written.
 */
export function pageImportPlugin(): Plugin {
  return {
    name: "chatisle:page-import",
    enforce: "pre", // before Vite finds the package, where Astro would
    resolveId: {
      filter: { id: /^@chatisle\/astro$/ },
      handler(_id, importer) {
        // Tests of a site may load its configuration.
        if (importer === undefined || /\/astro\.config\.\w+$/.test(importer)) return null;
        return this.error(
          `${importer} imports "@chatisle/astro", which is the integration, for astro.config. Write this for the ` +
            'component: import { ChatWidget } from "@chatisle/astro/components";',
        );
      },
    },
  };
}
