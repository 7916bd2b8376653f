import type { ChatisleOptions } from "./options.js";

/** Names of headers and fields that usually hold a key. */
const KEY_NAMES = /^(authorization|cookie|.*(api[-_]?key|secret|password|token))$/i;

/**
 * Warns about what looks like a key in the plain data of a protocol, which every visitor can read. It may be meant: some
 * services have keys for pages.
 * @returns One warning for each, without its value.
 */
export function publishedKeys(protocol: ChatisleOptions["protocol"]): string[] {
  if (typeof protocol !== "object") return [];
  return (["headers", "body"] as const).flatMap((place) => {
    const fields: unknown = Reflect.get(protocol, place);
    if (typeof fields !== "object" || fields === null) return [];
    return Object.keys(fields)
      .filter((name) => KEY_NAMES.test(name))
      .map(
        (name) =>
          `chatisle({ protocol: { ${place}: { ${JSON.stringify(name)}: … } } }) is sent by browsers, so every visitor can read it. ` +
          "If it is a secret, put it into a route of your own that adds it, and name that route here.",
      );
  });
}
