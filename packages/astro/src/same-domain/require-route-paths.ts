import { AstroError } from "astro/errors";

/**
 * Makes sure that Astro lets the backend's paths, which end in no slash, reach a route of the site.
 * @throws AstroError - for a site whose routes all end in a slash.
 */
export function requireRoutePaths(
  option: "proxy" | "backend",
  trailingSlash: "always" | "never" | "ignore",
): void {
  if (trailingSlash !== "always") return;
  throw new AstroError(
    `chatisle({ ${option} }) does not work with trailingSlash: "always": Astro refuses the backend's paths, which end in no slash.`,
    'Write trailingSlash: "ignore" in astro.config, or name the backend in apiBaseUrl.',
  );
}
