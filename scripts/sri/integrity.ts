import { createHash } from "node:crypto";

/**
 * What a script's `integrity` attribute has to say for a file to run.
 * @see https://www.w3.org/TR/SRI/
 */
export function integrityOf(file: Uint8Array): string {
  return `sha384-${createHash("sha384").update(file).digest("base64")}`;
}
