const ALLOWED = new Set(["http:", "https:", "mailto:"]);

/** What a link from a backend becomes. */
export type LinkTarget =
  | { readonly status: "refused" }
  /** `label` is what to show where the link has no title. */
  | {
      readonly status: "allowed";
      readonly href: string;
      readonly isForeign: boolean;
      readonly label: string;
    };

/**
 * Decides about a URL that a backend or a model wrote. Only `http`, `https`, `mailto` and relative URLs pass; what
 * could run as a script does not.
 * @param page - The address of the page, which relative URLs belong to.
 */
export function linkTarget(url: string, page: string): LinkTarget {
  if (!URL.canParse(url, page)) return { status: "refused" };
  const parsed = new URL(url, page);
  if (!ALLOWED.has(parsed.protocol)) return { status: "refused" };
  const isForeign = parsed.origin !== new URL(page).origin;
  return {
    status: "allowed",
    href: parsed.href,
    isForeign: isForeign && parsed.protocol !== "mailto:",
    label: parsed.protocol === "mailto:" ? parsed.pathname : isForeign ? parsed.host : parsed.pathname,
  };
}
