import { BackendError } from "../backend-error.js";
import { fromBase64Url, toBase64Url } from "./base64url.js";

/**
 * The secrets that sign session cookies: one that signs, and any number that are still accepted.
 *
 * To rotate without signing anyone out: deploy the new secret in `previous` everywhere, then swap the two, and
 * drop the old one when the session lifetime has passed. Instances that meet a cookie they cannot verify yet
 * answer 401 `unknown_key` with `retry: true` and leave the cookie alone.
 */
export interface SecretRing {
  readonly current: string;
  readonly previous?: readonly string[];
}

/** Signs and verifies with HMAC-SHA-256. A key's id comes from its secret, so instances cannot disagree on names. */
export interface KeyRing {
  sign(text: string): Promise<string>;
  /** The id of the key that signs. */
  currentId(): Promise<string>;
  /** `unknown` when no key of the ring has this id. The comparison takes the same time for every signature. */
  verify(text: string, keyId: string, signature: string): Promise<"valid" | "invalid" | "unknown">;
  /** Whether any key of the ring has made the signature: for tokens that name no key. */
  verifyWithAny(text: string, signature: string): Promise<boolean>;
}

/** What a MAC with SHA-256 needs at least (RFC 2104, section 3): shorter secrets weaken it. */
const MINIMUM_SECRET_BYTES = 32;
const KEY_ID_LENGTH = 8;
const encoder = new TextEncoder();

/** @throws {@link BackendError} `option` for a secret under 32 bytes or one that is there twice. */
export function createKeyRing(secret: string | SecretRing): KeyRing {
  // A default, because a secret from an unset environment variable gets past a caller without types.
  const { current = "", previous = [] } = typeof secret === "object" ? secret : { current: secret };
  const secrets = [current, ...previous];
  secrets.forEach(refuseWeakSecret);
  if (new Set(secrets).size < secrets.length) {
    throw new BackendError(
      "option",
      "The same secret is in `secret` twice. Keep each one once: `current` signs, `previous` only verifies.",
    );
  }
  const signing = importKey(current);
  const keys = Promise.all([signing, ...previous.map(importKey)]);

  return {
    async sign(text) {
      const { key } = await signing;
      return toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text))));
    },
    async currentId() {
      return (await signing).id;
    },
    async verify(text, keyId, signature) {
      const key = (await keys).find(({ id }) => id === keyId);
      if (key === undefined) return "unknown";
      const mac = fromBase64Url(signature);
      if (mac === null) return "invalid";
      const isValid = await crypto.subtle.verify("HMAC", key.key, mac, encoder.encode(text));
      return isValid ? "valid" : "invalid";
    },
    async verifyWithAny(text, signature) {
      const mac = fromBase64Url(signature);
      if (mac === null) return false;
      const verdicts = await Promise.all(
        (await keys).map(({ key }) => crypto.subtle.verify("HMAC", key, mac, encoder.encode(text))),
      );
      return verdicts.includes(true);
    },
  };
}

function refuseWeakSecret(secret: string): void {
  const length = encoder.encode(secret).length;
  if (length >= MINIMUM_SECRET_BYTES) return;
  throw new BackendError(
    "option",
    `A secret of ${length} bytes cannot sign sessions: at least ${MINIMUM_SECRET_BYTES} are needed. ` +
      "Make one with `openssl rand -base64 32`, keep it outside the repository and pass it as `secret`.",
  );
}

async function importKey(secret: string): Promise<{ readonly id: string; readonly key: CryptoKey }> {
  const bytes = encoder.encode(secret);
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
    "verify",
  ]);
  return { id: toBase64Url(new Uint8Array(digest)).slice(0, KEY_ID_LENGTH), key };
}
