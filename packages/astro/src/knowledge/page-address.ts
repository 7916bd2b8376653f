import { slug } from "github-slugger";
import type { MarkdownPage } from "./markdown-page.js";

export interface AddressRules {
  /** The site's `base`. */
  readonly base: string;
  /** Path below it that the files stand under. */
  readonly path: string;
  /** Whether the site's addresses end in a slash. */
  readonly hasTrailingSlash: boolean;
}

/**
 * Where a visitor finds the page of a content file: as Astro's `glob()` loader names its entries, and below the path
 * that shows them.
 * @param file - Path in the content folder, with forward slashes: `guides/First steps.md`.
 */
export function pageAddress(file: string, page: Pick<MarkdownPage, "slug">, rules: AddressRules): string {
  const id =
    page.slug ??
    file
      .replace(/\.\w+$/, "")
      .split("/")
      .map((part) => slug(part))
      .join("/")
      .replace(/(^|\/)index$/, "");
  const address = [rules.base, rules.path, id]
    .flatMap((part) => part.split("/"))
    .filter((part) => part !== "")
    .map(encodeURIComponent)
    .join("/");
  return address === "" ? "/" : `/${address}${rules.hasTrailingSlash ? "/" : ""}`;
}
