/** A text from the network, or undefined. */
export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** An id from the network. Ids become keys: they are bounded. */
export const id = (value: unknown): string | undefined =>
  typeof value === "number" ? String(value) : text(value)?.slice(0, 256);

/** A field to spread into an object: nothing at all when there is no value. */
export const optional = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [Name in Key]?: Value };
