import { fromBase64Url, toBase64Url } from "./base64url.js";
import type { KeyRing } from "./key-ring.js";

/** What the browser keeps between the request for a code and its entry: signed, and without the code. */
export interface CodeChallenge {
  /** The address that the code was sent to. */
  readonly email: string;
  /** Random: two challenges with one code have nothing in common. */
  readonly nonce: string;
  /** Proves a code to be the right one, to whoever has the key. */
  readonly proof: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

const MAX_LENGTH = 2048;
const CODE_DIGITS = 8;
const encoder = new TextEncoder();

/** A code of eight decimal digits, each as likely as every other. */
export function newCode(): string {
  const digits: number[] = [];
  while (digits.length < CODE_DIGITS) {
    // 250 and above would make the digits 0 to 5 more likely than the rest.
    for (const byte of crypto.getRandomValues(new Uint8Array(16))) if (byte < 250) digits.push(byte % 10);
  }
  return digits.slice(0, CODE_DIGITS).join("");
}

/** Signs a challenge for a code, in a format that no session token has: `code1.<key id>.<payload>.<signature>`. */
export async function writeChallenge(
  { email, nonce, expiresAt, code }: Omit<CodeChallenge, "proof"> & { readonly code: string },
  keys: KeyRing,
): Promise<string> {
  const proof = await keys.sign(provenText({ email, nonce }, code));
  const challenge: CodeChallenge = { email, nonce, proof, expiresAt };
  const payload = toBase64Url(encoder.encode(JSON.stringify(challenge)));
  const signed = `code1.${await keys.currentId()}.${payload}`;
  return `${signed}.${await keys.sign(signed)}`;
}

/** @returns null for everything that this backend has not signed. Whether it has expired is for the caller to see. */
export async function readChallenge(text: string, keys: KeyRing): Promise<CodeChallenge | null> {
  const [, keyId, payload, signature] = /^code1\.([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(text) ?? [];
  if (text.length > MAX_LENGTH || !keyId || !payload || !signature) return null;
  if ((await keys.verify(`code1.${keyId}.${payload}`, keyId, signature)) !== "valid") return null;
  const bytes = fromBase64Url(payload);
  // Signed by us, so it is what `writeChallenge` has written.
  return bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as CodeChallenge);
}

/** Whether a code is the one of a challenge. The comparison takes the same time for every code. */
export function isCodeOf(challenge: CodeChallenge, code: string, keys: KeyRing): Promise<boolean> {
  return keys.verifyWithAny(provenText(challenge, code), challenge.proof);
}

function provenText({ email, nonce }: Pick<CodeChallenge, "email" | "nonce">, code: string): string {
  return `code\n${nonce}\n${email}\n${code}`;
}
