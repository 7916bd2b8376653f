import { createHash } from "node:crypto";
import type { AstroConfig } from "astro";

type ContentSecurityPolicy = Exclude<AstroConfig["security"]["csp"], boolean>;

/**
 * The part of the site's content security policy that lets the launcher's styles in, or null for a site without one.
 *
 * The algorithm is stated even when the site left it to its default: defaults are not applied again to a
 * configuration that an integration has changed, and the build would end with "Unrecognized algorithm name".
 * @param styles - The texts of the style elements, exactly as they are rendered.
 */
export function launcherCsp(
  csp: AstroConfig["security"]["csp"] | undefined,
  styles: readonly string[],
): ContentSecurityPolicy | null {
  if (csp === undefined || csp === false) return null;
  const algorithm = csp === true ? "SHA-256" : csp.algorithm;
  return { algorithm, styleDirective: { hashes: styles.map((css) => cspHash(css, algorithm)) } };
}

function cspHash(text: string, algorithm: ContentSecurityPolicy["algorithm"]) {
  const digest = (name: string) => createHash(name).update(text).digest("base64");
  switch (algorithm) {
    case "SHA-256":
      return `sha256-${digest("sha256")}` as const;
    case "SHA-384":
      return `sha384-${digest("sha384")}` as const;
    case "SHA-512":
      return `sha512-${digest("sha512")}` as const;
  }
}
