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

/** Where an element stands in the window, scrolled into sight. */
export interface Aim {
  readonly x: number;
  readonly y: number;
  /** Whether a click there meets it: nothing lies over it, and it can be used. */
  readonly isHit: boolean;
}

/** The middle of an element; null when there is none. */
export function aimAt(path: Path): Aim | null {
  let root: ParentNode | null | undefined = document;
  let found: HTMLElement | null = null;
  for (const selector of path) {
    found = root?.querySelector<HTMLElement>(selector) ?? null;
    root = found?.shadowRoot;
  }
  if (found === null) return null;
  found.scrollIntoView({ block: "nearest" });
  const { left, top, width, height } = found.getBoundingClientRect();
  const x = Math.round(left + width / 2);
  const y = Math.round(top + height / 2);
  const hit = (found.getRootNode() as Document | ShadowRoot).elementFromPoint(x, y);
  const isUsable = found.closest("[inert], :disabled, [aria-disabled=true]") === null;
  return { x, y, isHit: isUsable && found.contains(hit) };
}

/** What a field holds; null when there is no such field. */
export function textIn(path: Path): string | null {
  let root: ParentNode | null | undefined = document;
  let found: Element | null = null;
  for (const selector of path) {
    found = root?.querySelector(selector) ?? null;
    root = found?.shadowRoot;
  }
  return found !== null && "value" in found ? String(found.value) : null;
}

/** Whether what is typed goes into a field. */
export function hasFocus(path: Path): boolean {
  let root: Document | ShadowRoot | null | undefined = document;
  let found: Element | null | undefined;
  let focused: Element | null | undefined;
  for (const selector of path) {
    found = root?.querySelector(selector);
    focused = root?.activeElement;
    root = found?.shadowRoot;
  }
  return found != null && found === focused;
}
