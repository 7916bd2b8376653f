import type { Rewrite, RewriteRule } from "./rewrite.js";

/** Netlify's `_redirects`, which Astro copies from `public`. The first rule that fits wins. */
export const netlifyRewrite = ({ upstream, path }: RewriteRule): Rewrite => ({
  file: "public/_redirects",
  content: `${path}/*  ${upstream}/:splat  200\n`,
  merge: "prepend",
  use: "Netlify reads it with the next deployment.",
  limits: {
    isWebSocketPassedOn: false,
    longestSilence: 26,
    source: "https://docs.netlify.com/manage/routing/redirects/rewrites-proxies/",
  },
});
