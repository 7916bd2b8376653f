import { getSecret } from "astro:env/server";
import { path, target } from "virtual:chatisle/proxy";
import type { APIContext, APIRoute } from "astro";
import { AstroError } from "astro/errors";
import { forward } from "../same-domain/forward.js";
import { parseUpstream } from "../same-domain/proxy-option.js";

export const prerender = false;

/** The route behind `chatisle({ proxy })` on a site with a server: every method, every path below the proxy's. */
export const ALL: APIRoute = (context) =>
  forward(context.request, {
    upstream: upstream(),
    path,
    clientAddress: clientAddress(context),
  });

/** Read anew for each request, because a host may set its variables after the module has been loaded. */
function upstream(): string {
  const fromEnvironment = getSecret("CHATISLE_UPSTREAM");
  const verdict = parseUpstream(fromEnvironment || target);
  if (verdict.ok) return verdict.upstream;
  throw new AstroError(`CHATISLE_UPSTREAM ${verdict.problem}.`, verdict.fix);
}

function clientAddress(context: APIContext): string | undefined {
  try {
    return context.clientAddress;
  } catch {
    // Astro throws where the host does not tell; the backend then sees the site's server alone.
    return undefined;
  }
}
