import { isRecord } from "../transport/is-record.js";

/** A text from the network, or undefined. */
export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** An id from the network. Ids become keys: they are bounded. */
export const id = (value: unknown): string | undefined =>
  typeof value === "number" ? String(value) : text(value)?.slice(0, 256);

/** The objects in a list from the network; none where there is no list. */
export const records = (list: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(list) ? list.filter(isRecord) : [];

/** A field to spread into an object: nothing at all when there is no value. */
export const optional = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [Name in Key]?: Value };
