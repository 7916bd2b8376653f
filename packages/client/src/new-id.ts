/** A fresh id of 128 random bits, as 32 hexadecimal digits. Works on pages without a secure context too. */
export function newId(): string {
  // crypto.randomUUID is missing on http pages of other hosts than localhost; getRandomValues is not.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}
