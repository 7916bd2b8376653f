import { isRecord } from "../transport/is-record.js";

/**
 * Reads a field by its name, or by a JSON pointer when it starts with a slash. Own properties only.
 * @see https://www.rfc-editor.org/rfc/rfc6901
 */
export function pick(value: unknown, field: string): unknown {
  let found = value;
  for (const step of stepsOf(field)) {
    if (!(isRecord(found) || Array.isArray(found)) || !Object.hasOwn(found, step)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[step];
  }
  return found;
}

/** The opposite of {@link pick}: an object that holds each value under its field. */
export function place(values: readonly (readonly [field: string, value: unknown])[]): object {
  // Without a prototype every name is a plain one.
  const root: Record<string, unknown> = Object.create(null);
  for (const [field, value] of values) {
    const steps = stepsOf(field);
    const last = steps.pop() ?? "";
    let target = root;
    for (const step of steps) {
      const inner = isRecord(target[step]) ? target[step] : Object.create(null);
      target[step] = inner;
      target = inner;
    }
    target[last] = value;
  }
  return root;
}

function stepsOf(field: string): string[] {
  if (!field.startsWith("/")) return [field];
  return field
    .slice(1)
    .split("/")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
