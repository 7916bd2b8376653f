import { effect } from "@preact/signals";
import { attempt } from "../../app/attempt.js";
import type { PanelSize } from "../../app/panel-size.js";
import { widthWithin } from "../../model/sidebar-width.js";

/**
 * Gives the panel the size that it was left with, and remembers it from now on. Where the browser refuses that, a
 * size holds until the page is left.
 * @returns Ends it.
 */
export function rememberSize({ width, isExpanded, key, persist = "local" }: PanelSize): () => void {
  const storage = attempt(() => (persist === "none" ? undefined : globalThis[`${persist}Storage`]));
  const widthKey = `chatisle:width:${key}`;
  const expandedKey = `chatisle:expanded:${key}`;
  const remember = (name: string, value: string | undefined) =>
    attempt(() => (value === undefined ? storage?.removeItem(name) : storage?.setItem(name, value)));
  const left = Number(attempt(() => storage?.getItem(widthKey)));
  if (left > 0) width.value = widthWithin(left);
  if (attempt(() => storage?.getItem(expandedKey))) isExpanded.value = true;
  return effect(() => {
    remember(widthKey, width.value?.toString());
    remember(expandedKey, isExpanded.value ? "1" : undefined);
  });
}
