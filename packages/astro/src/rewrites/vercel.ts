import type { Rewrite, RewriteRule } from "./rewrite.js";

/** A rewrite of `vercel.json`. The first one that fits wins. */
export function vercelRewrite({ upstream, path }: RewriteRule): Rewrite {
  const rule = { source: `${path}/:path*`, destination: `${upstream}/:path*` };
  return {
    file: "vercel.json",
    content: written({ rewrites: [rule] }),
    merge(known) {
      const before = parsed(known);
      if (before === null) return null;
      const { rewrites = [] } = before;
      if (!Array.isArray(rewrites)) return null;
      const first = rewrites.findIndex((each) => leads(rule.source, each));
      const others = rewrites.filter((each) => !leads(rule.source, each));
      const after = { ...before, rewrites: others.toSpliced(Math.max(first, 0), 0, rule) };
      return JSON.stringify(after) === JSON.stringify(before) ? known : written(after);
    },
    use: "Vercel reads it with the next deployment.",
    limits: {
      isWebSocketPassedOn: false,
      longestSilence: 120,
      source: "https://vercel.com/changelog/cdn-origin-timeout-increased-to-two-minutes",
    },
  };
}

const written = (settings: unknown) => `${JSON.stringify(settings, null, 2)}\n`;

/** Null for what is no JSON, or JSON with comments: rewriting it would lose them. */
function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Whether a rewrite passes a path on, wherever to. One with conditions is not ours. */
function leads(source: string, rewrite: unknown): boolean {
  if (typeof rewrite !== "object" || rewrite === null) return false;
  const { source: own, destination, ...conditions } = rewrite as Record<string, unknown>;
  return own === source && typeof destination === "string" && Object.keys(conditions).length === 0;
}
