import { parseUpstream } from "../same-domain/proxy-option.js";
import { isRoutePath, type PublicPath, publicPath } from "../same-domain/public-path.js";
import { cloudflareRewrite } from "./cloudflare.js";
import { netlifyRewrite } from "./netlify.js";
import { nginxRewrite } from "./nginx.js";
import type { Rewrite, RewriteRule } from "./rewrite.js";
import { vercelRewrite } from "./vercel.js";

export type { Rewrite, RewriteLimits } from "./rewrite.js";

/** Hosts of static sites that a rewrite is known for. */
export type RewriteHost = "netlify" | "vercel" | "cloudflare" | "nginx";

export interface RewriteOptions {
  /** Address of the backend, as the host reaches it: `https://api.company.com`. */
  readonly upstream: string;
  /** Path of the site, below its `base`, that leads there, as in `chatisle({ proxy: { path } })`. Default: `/api`. */
  readonly path?: PublicPath;
  /** The site's `base`. Default: `/`. */
  readonly base?: string;
}

/** Why no rewrite can be written. The message says what to write instead. */
export class RewriteError extends Error {
  override readonly name = "RewriteError";
}

const WRITERS: Readonly<Record<RewriteHost, (rule: RewriteRule) => Rewrite>> = {
  netlify: netlifyRewrite,
  vercel: vercelRewrite,
  cloudflare: cloudflareRewrite,
  nginx: nginxRewrite,
};

/** Every {@link RewriteHost}. */
export const REWRITE_HOSTS: readonly RewriteHost[] = ["netlify", "vercel", "cloudflare", "nginx"];

/**
 * What makes a host of a static site pass a path on to a backend, as `chatisle({ proxy })` does in development.
 * @throws {@link RewriteError} - for an address or a path that no host can use.
 */
export function hostRewrite(
  host: RewriteHost,
  { upstream, path = "/api", base = "/" }: RewriteOptions,
): Rewrite {
  const verdict = parseUpstream(upstream);
  if (!verdict.ok) throw new RewriteError(`The address of the backend ${verdict.problem}. ${verdict.fix}`);
  if (!isRoutePath(path)) {
    throw new RewriteError(
      `The path ${JSON.stringify(path)} is none that a rewrite can stand on. Write one such as "/api".`,
    );
  }
  return WRITERS[host]({ upstream: verdict.upstream, path: publicPath(base, path) });
}
