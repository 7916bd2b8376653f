import { fromBase64Url, toBase64Url } from "./base64url.js";
import type { KeyRing } from "./key-ring.js";

/** Who a visitor is, as the signed token carries it. All instants are epoch milliseconds. */
export interface Session {
  /** Opaque, stable over renewals. Knowing it gives no access: the credential is the signed token. */
  readonly id: string;
  /** When the session began. */
  readonly createdAt: number;
  /** When this token was signed: later than `createdAt` after a renewal. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Counts the renewals, from 1. */
  readonly generation: number;
  /** Who has signed in; absent for an anonymous visitor. */
  readonly subject?: string;
  /** The only origin that may present the token, in an `Authorization` header. Absent for a cookie. */
  readonly audience?: string;
}

/** What a presented token turned out to be. */
export type TokenReading =
  | { readonly status: "valid"; readonly session: Session; readonly isCurrentKey: boolean }
  | { readonly status: "expired" }
  | { readonly status: "malformed" }
  /** Written before the site raised its token version. Not verified. */
  | { readonly status: "outdated"; readonly version: number }
  /** Signed with a key, or written in a format, that this instance does not have. `issuedAt` is not verified. */
  | { readonly status: "unknown"; readonly version: number; readonly issuedAt: number | null };

/**
 * To whom a visitor's messages belong: to the session, and for one who has signed in to the person, so that another
 * device finds them.
 */
export function ownerOf({ id, subject }: Session): string {
  return subject ?? id;
}

/** Browsers keep 4 KB for a cookie; ours have some 200 bytes. */
const MAX_TOKEN_LENGTH = 1024;
/** Instances' clocks differ a little, and a session must not end early on the one that is ahead. */
const CLOCK_LEEWAY_MS = 60_000;

/** What signs tokens, and which tokens count. */
export interface TokenSettings {
  readonly keys: KeyRing;
  /** The version of the tokens, from 1: raised by a site whose older tokens are to count no more. */
  readonly version: number;
}

/** Writes `v<version>.<key id>.<payload>.<signature>`, base64url throughout. */
export async function writeToken(session: Session, { keys, version }: TokenSettings): Promise<string> {
  const payload = toBase64Url(new TextEncoder().encode(JSON.stringify(session)));
  const signed = `v${version}.${await keys.currentId()}.${payload}`;
  return `${signed}.${await keys.sign(signed)}`;
}

/** Reads a token of unknown origin. Total: every input has an answer. */
export async function readToken(token: string, settings: TokenSettings, now: number): Promise<TokenReading> {
  if (token.length > MAX_TOKEN_LENGTH) return { status: "malformed" };
  const { keys } = settings;
  const [, digits, keyId, payload, signature] =
    /^v([1-9]\d{0,2})\.([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(token) ?? [];
  if (digits === undefined || keyId === undefined || payload === undefined || signature === undefined) {
    return { status: "malformed" };
  }
  const version = Number(digits);
  if (version < settings.version) return { status: "outdated", version };
  const session = parsePayload(payload);
  const unknown = { status: "unknown", version, issuedAt: session?.issuedAt ?? null } as const;
  if (version > settings.version) return unknown;
  const verdict = await keys.verify(`v${version}.${keyId}.${payload}`, keyId, signature);
  if (verdict === "unknown") return unknown;
  if (verdict === "invalid" || session === null) return { status: "malformed" };
  if (now >= session.expiresAt + CLOCK_LEEWAY_MS) return { status: "expired" };
  return { status: "valid", session, isCurrentKey: keyId === (await keys.currentId()) };
}

function parsePayload(payload: string): Session | null {
  const bytes = fromBase64Url(payload);
  if (bytes === null) return null;
  const value = parseJson(new TextDecoder().decode(bytes));
  if (typeof value !== "object" || value === null) return null;
  const { id, createdAt, issuedAt, expiresAt, generation, subject, audience } = value as Partial<
    Record<keyof Session, unknown>
  >;
  if (typeof id !== "string" || !isOptionalText(subject) || !isOptionalText(audience)) return null;
  if (!isWhole(createdAt) || !isWhole(issuedAt) || !isWhole(expiresAt) || !isWhole(generation)) return null;
  return {
    id,
    createdAt,
    issuedAt,
    expiresAt,
    generation,
    ...(subject !== undefined && { subject }),
    ...(audience !== undefined && { audience }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // A payload that is no JSON is malformed: the caller says so.
  }
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const isOptionalText = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === "string";
