import { parseBaseUrl } from "@chatisle/client/base-url";
import { getDomain } from "tldts";

/** An API base URL as the site is about to use it. */
export interface BaseUrlUse {
  readonly value: string;
  /** Where the value was written, in words: the message sends the developer there. */
  readonly source: "PUBLIC_API_BASE_URL" | "chatisle({ apiBaseUrl })";
  /** `site` of the Astro configuration. */
  readonly site?: string | undefined;
  readonly isProductionBuild: boolean;
}

export type BaseUrlVerdict =
  | { readonly status: "refused"; readonly problem: string; readonly fix: string }
  | { readonly status: "accepted"; readonly warnings: readonly string[] };

/**
 * Says whether an API base URL can work, and what will surprise in production: an address that only the developer's
 * machine has, a plain `http` address under an `https` site, and one on another site, whose cookies are third-party.
 */
export function checkBaseUrl({ value, source, site, isProductionBuild }: BaseUrlUse): BaseUrlVerdict {
  const parsed = parseBaseUrl(value);
  if (!parsed.ok) {
    return { status: "refused", problem: `${source}: ${parsed.problem}`, fix: parsed.fix };
  }
  if (parsed.isRelative || !isProductionBuild) return { status: "accepted", warnings: [] };

  const api = new URL(parsed.baseUrl);
  if (isLoopback(api.hostname)) {
    const warning =
      `${source} is ${parsed.baseUrl}, which in a visitor's browser is the visitor's own machine. ` +
      `Set PUBLIC_API_BASE_URL to the public address of the backend for this build.`;
    return { status: "accepted", warnings: [warning] };
  }
  if (site === undefined) return { status: "accepted", warnings: [] };

  const page = new URL(site);
  const warnings: string[] = [];
  if (page.protocol === "https:" && api.protocol === "http:") {
    warnings.push(
      `${source} is ${parsed.baseUrl}, and browsers refuse plain http requests from ${page.origin} (mixed content). ` +
        `Write https.`,
    );
  }
  if (siteOf(api) !== siteOf(page)) {
    warnings.push(
      `${source} is ${parsed.baseUrl}, another site than ${page.origin}: its session cookie is a third-party cookie, ` +
        `which Safari, Firefox and Brave block and Chrome can. Serve the backend under ${suggestion(page)}, ` +
        `or proxy it on the site's own origin, or expect sessions to end with the page.`,
    );
  }
  return { status: "accepted", warnings };
}

/** The registrable domain, private suffixes such as `github.io` counted; a bare host name or an address stands for itself. */
function siteOf(url: URL): string {
  return getDomain(url.hostname, { allowPrivateDomains: true }) ?? url.hostname;
}

function suggestion(page: URL): string {
  const domain = getDomain(page.hostname, { allowPrivateDomains: true });
  return domain === null ? `the host ${page.hostname}` : `https://api.${domain}`;
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(hostname);
}
