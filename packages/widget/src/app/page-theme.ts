import { type ReadonlySignal, signal } from "@preact/signals";

export type Theme = "light" | "dark";

/** What a page says about its own theme. */
export interface PageThemeSigns {
  /** `data-theme` of the root or the body. */
  readonly dataTheme: string | undefined;
  readonly classes: readonly string[];
  /** The computed `color-scheme` of the root. */
  readonly colorScheme: string;
  readonly isSystemDark: boolean;
}

/** The theme of a page: what it says in an attribute or class, then its `color-scheme`, then the system's. */
export function pageTheme({ dataTheme, classes, colorScheme, isSystemDark }: PageThemeSigns): Theme {
  if (dataTheme === "dark" || classes.includes("dark")) return "dark";
  if (dataTheme === "light" || classes.includes("light")) return "light";
  const schemes = colorScheme.split(" ");
  if (schemes.includes("dark") !== schemes.includes("light"))
    return schemes.includes("dark") ? "dark" : "light";
  return isSystemDark ? "dark" : "light";
}

/**
 * Follows the theme of the page.
 * @param stop - Ends the following.
 */
export function followPageTheme(stop: AbortSignal): ReadonlySignal<Theme> {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const read = () => pageTheme(readSigns(system.matches));
  const theme = signal(read());
  const update = () => {
    theme.value = read();
  };
  system.addEventListener("change", update, { signal: stop });
  // Routers replace the body, so both are found through the root.
  const observer = new MutationObserver(update);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["class", "data-theme", "style"],
    childList: true,
  });
  stop.addEventListener("abort", () => observer.disconnect());
  return theme;
}

function readSigns(isSystemDark: boolean): PageThemeSigns {
  const { documentElement: root, body } = document;
  return {
    dataTheme: root.dataset.theme ?? body?.dataset.theme,
    classes: [...root.classList, ...(body?.classList ?? [])],
    colorScheme: getComputedStyle(root).colorScheme,
    isSystemDark,
  };
}
