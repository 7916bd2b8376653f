import type { Rewrite, RewriteRule } from "./rewrite.js";

/** A rewrite of `vercel.json`. */
export function vercelRewrite({ upstream, path }: RewriteRule): Rewrite {
  const rewrites = [{ source: `${path}/:path*`, destination: `${upstream}/:path*` }];
  return {
    file: "vercel.json",
    content: `${JSON.stringify({ rewrites }, null, 2)}\n`,
    merge: "json",
    use: "Vercel reads it with the next deployment.",
    limits: {
      isWebSocketPassedOn: false,
      longestSilence: 120,
      source: "https://vercel.com/changelog/cdn-origin-timeout-increased-to-two-minutes",
    },
  };
}
