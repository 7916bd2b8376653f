import { BackendError } from "../backend-error.js";
import { fromBase64Url, toBase64Url } from "./base64url.js";
import { createKeyRing, type KeyRing } from "./key-ring.js";

/** What {@link signVisitorToken} says about a visitor. */
export interface VisitorTokenOptions {
  /** The site's own, stable name for the visitor, such as a user id: at most 254 bytes. */
  readonly subject: string;
  /** The secret that is also the backend's `signIn.secret`; at least 32 bytes. It never reaches a browser. */
  readonly secret: string;
  /** How long the token may be used, in milliseconds, up to 10 minutes. Default: 1 minute. */
  readonly lifetime?: number;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
}

/** What a presented visitor token turned out to be. */
export type VisitorTokenReading =
  | { readonly status: "valid"; readonly subject: string }
  | { readonly status: "expired" }
  | { readonly status: "malformed" };

/** Keeps a token that the site signs for another purpose from signing anybody in here. */
const AUDIENCE = "chatisle";
/** Longer ones would be sessions of their own, which nothing can end. */
const MAX_LIFETIME_MS = 600_000;
const CLOCK_LEEWAY_MS = 60_000;
const MAX_TOKEN_LENGTH = 4096;
const MAX_SUBJECT_BYTES = 254;

/**
 * Signs a visitor's identity for the browser to hand over: for the site's server, behind its own login. It is a JWT
 * (RFC 7519) with HS256 and the claims `sub`, `exp` and `aud: "chatisle"`, so any language can make one.
 * @throws {@link BackendError} `option` for a weak secret, a subject that cannot be one, or a lifetime out of range.
 */
export async function signVisitorToken(options: VisitorTokenOptions): Promise<string> {
  const { subject, secret, lifetime = 60_000, now = Date.now } = options;
  if (!isSubject(subject)) {
    throw new BackendError(
      "option",
      `\`subject\` must be a text of 1 to ${MAX_SUBJECT_BYTES} bytes without control characters. Pass the user's id.`,
    );
  }
  if (!(lifetime >= 1_000 && lifetime <= MAX_LIFETIME_MS)) {
    throw new BackendError(
      "option",
      `\`lifetime\` is ${lifetime}; it must be from 1,000 to ${MAX_LIFETIME_MS} milliseconds.`,
    );
  }
  const issuedAt = Math.floor(now() / 1000);
  const expiresAt = issuedAt + Math.floor(lifetime / 1000);
  const header = encodeJson({ alg: "HS256", typ: "JWT" });
  const payload = encodeJson({ sub: subject, aud: AUDIENCE, iat: issuedAt, exp: expiresAt });
  const signature = await createKeyRing(secret).sign(`${header}.${payload}`);
  return `${header}.${payload}.${signature}`;
}

/** Reads a visitor token of unknown origin. Total: every input has an answer. */
export async function readVisitorToken(
  token: string,
  keys: KeyRing,
  now: number,
): Promise<VisitorTokenReading> {
  const [, header, payload, signature] = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(token) ?? [];
  if (token.length > MAX_TOKEN_LENGTH || !header || !payload || !signature) return { status: "malformed" };
  // The key decides the algorithm, never the token: `alg: none` and its kind fail here and at the signature.
  const { alg, crit } = decodeJson(header);
  // `crit` names what a reader has to understand, and there is nothing that this one does (RFC 7515, 4.1.11).
  if (alg !== "HS256" || crit !== undefined) return { status: "malformed" };
  if (!(await keys.verifyWithAny(`${header}.${payload}`, signature))) return { status: "malformed" };
  const { sub, aud, exp, nbf = 0 } = decodeJson(payload);
  const isForUs = aud === AUDIENCE || (Array.isArray(aud) && aud.includes(AUDIENCE));
  if (!isForUs || !isSubject(sub) || typeof exp !== "number" || typeof nbf !== "number") {
    return { status: "malformed" };
  }
  const expiresAt = exp * 1000;
  if (now >= expiresAt + CLOCK_LEEWAY_MS) return { status: "expired" };
  const isTooEarly = nbf * 1000 > now + CLOCK_LEEWAY_MS;
  if (isTooEarly || expiresAt > now + MAX_LIFETIME_MS + CLOCK_LEEWAY_MS) return { status: "malformed" };
  return { status: "valid", subject: sub };
}

function isSubject(value: unknown): value is string {
  if (typeof value !== "string" || value.trim() === "" || /\p{Cc}/u.test(value)) return false;
  return new TextEncoder().encode(value).length <= MAX_SUBJECT_BYTES;
}

function encodeJson(value: object): string {
  return toBase64Url(new TextEncoder().encode(JSON.stringify(value)));
}

/** Whatever is no JSON object has no claims. */
function decodeJson(text: string): Readonly<Record<string, unknown>> {
  const bytes = fromBase64Url(text);
  if (bytes === null) return {};
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // The caller says that a token without claims is malformed.
  }
}
