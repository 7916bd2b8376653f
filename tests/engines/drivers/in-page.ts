import type { Path } from "./engine.ts";

/**
 * JavaScript that runs a function in a page and gives its result as JSON.
 * @param run - Complete in itself.
 * @param args - Plain data.
 */
export function expressionOf(run: (...args: never) => unknown, args: readonly unknown[]): string {
  return `JSON.stringify((${run})(...${JSON.stringify(args)}))`;
}

/** Reads what {@link expressionOf} came to; a function without a result has none in JSON either. */
export function resultOf(json: unknown): unknown {
  return typeof json === "string" ? JSON.parse(json) : undefined;
}

/** The middle of an element in the window, scrolled into sight and focused; null when there is none. */
export function aimAt(path: Path): { x: number; y: number } | null {
  let root: ParentNode | null | undefined = document;
  let found: HTMLElement | null = null;
  for (const selector of path) {
    found = root?.querySelector<HTMLElement>(selector) ?? null;
    root = found?.shadowRoot;
  }
  if (found === null) return null;
  found.scrollIntoView({ block: "nearest" });
  const { left, top, width, height } = found.getBoundingClientRect();
  return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
}

/** The error for a path that leads nowhere. */
export const missing = (path: Path) => new Error(`There is no ${path.join(" » ")} in the page.`);
