/**
 * The address of a backend's WebSockets: the base URL's own, with the scheme `ws` or `wss`.
 * @param baseUrl - As checked: absolute, or a path on the page's own origin.
 * @param page - The page's address, where there is a page.
 */
export function socketBaseUrl(baseUrl: string, page: string | undefined): string {
  const { href } = new URL(baseUrl === "" ? "/" : baseUrl, page);
  return href.replace(/^http/, "ws").replace(/\/$/, "");
}
