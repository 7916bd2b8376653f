/** An address that a backend gave, made absolute: what starts with a slash stands below the base URL. */
export function resolveBelow(baseUrl: string, url: string): string {
  return url.startsWith("/") && !url.startsWith("//") ? baseUrl + url : url;
}
