import { createHash } from "node:crypto";
import type { AstroConfig } from "astro";

type ContentSecurityPolicy = Exclude<AstroConfig["security"]["csp"], boolean>;

/**
 * The part of the site's content security policy that lets the launcher's style in, or null for a site without one.
 *
 * The algorithm is stated even when the site left it to its default: defaults are not applied again to a
 * configuration that an integration has changed, and the build would end with "Unrecognized algorithm name".
 * @param launcherCss - The text of the style element, exactly as it is rendered.
 */
export function launcherCsp(
  csp: AstroConfig["security"]["csp"] | undefined,
  launcherCss: string,
): ContentSecurityPolicy | null {
  if (csp === undefined || csp === false) return null;
  const algorithm = csp === true ? "SHA-256" : csp.algorithm;
  return { algorithm, styleDirective: { hashes: [cspHash(launcherCss, algorithm)] } };
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
