import { toBase64Url } from "./session/base64url.js";

/** A fresh id of 128 random bits, as 22 characters of base64url. */
export function newId(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
}
