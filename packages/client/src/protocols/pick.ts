import { isRecord } from "../transport/is-record.js";

/**
 * Reads a field by its name, or by a JSON pointer when it starts with a slash. Own properties only.
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export function pick(value: unknown, field: string): unknown {
  const steps = field.startsWith("/")
    ? field
        .slice(1)
        .split("/")
        .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    : [field];
  let found = value;
  for (const step of steps) {
    if (!(isRecord(found) || Array.isArray(found)) || !Object.hasOwn(found, step)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[step];
  }
  return found;
}
