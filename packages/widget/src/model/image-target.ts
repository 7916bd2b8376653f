/** Whose images a reply may show: only the site's own, or those of any secure site. */
export type ImagePolicy = "own" | "https";

/** Pictures only: no SVG, which is a document. */
const RASTER_DATA = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[a-z\d+/=]+$/i;

/**
 * The address of an image that may be loaded without the visitor's asking; null for any other. An image that a model
 * names on a foreign server could carry what was said out of the chat, in its address, so that takes the site's word.
 * @param page - The address of the page, which relative URLs belong to.
 */
export function imageTarget(url: string, page: string, policy: ImagePolicy): string | null {
  if (RASTER_DATA.test(url)) return url;
  if (!URL.canParse(url, page)) return null;
  const parsed = new URL(url, page);
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") return null;
  const isOwn = parsed.origin === new URL(page).origin;
  return isOwn || (policy === "https" && parsed.protocol === "https:") ? parsed.href : null;
}
