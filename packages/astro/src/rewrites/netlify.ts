import type { Rewrite, RewriteRule } from "./rewrite.js";

/** Netlify's `_redirects`, which Astro copies from `public`. The first rule that fits wins. */
export function netlifyRewrite({ upstream, path }: RewriteRule): Rewrite {
  const rule = `${path}/*  ${upstream}/:splat  200`;
  return {
    file: "public/_redirects",
    content: `${rule}\n`,
    merge(known) {
      const lines = known.split("\n");
      const first = lines.findIndex((line) => leads(path, line));
      if (first < 0) return `${rule}\n${known}`;
      return lines
        .filter((line, index) => index <= first || !leads(path, line))
        .with(first, rule)
        .join("\n");
    },
    use: "Netlify reads it with the next deployment.",
    limits: {
      isWebSocketPassedOn: false,
      longestSilence: 26,
      source: "https://docs.netlify.com/manage/routing/redirects/rewrites-proxies/",
    },
  };
}

/** Whether a line passes all of a path on to a backend, whichever that is. One with conditions is not ours. */
function leads(path: string, line: string): boolean {
  const [from, to = "", status = "", ...conditions] = line.trim().split(/\s+/);
  return from === `${path}/*` && to.endsWith("/:splat") && /^200!?$/.test(status) && conditions.length === 0;
}
