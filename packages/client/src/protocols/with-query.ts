/** A path with these fields in its query; those that are undefined are left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const fields = Object.entries(query).filter((field): field is [string, string] => field[1] !== undefined);
  if (fields.length === 0) return path;
  return `${path}${path.includes("?") ? "&" : "?"}${new URLSearchParams(fields)}`;
}
