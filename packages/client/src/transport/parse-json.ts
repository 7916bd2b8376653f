/** Reads JSON, or says that it is none. */
export function parseJson(text: string): { readonly data: unknown } | null {
  try {
    return { data: JSON.parse(text) };
  } catch {
    return null;
  }
}
