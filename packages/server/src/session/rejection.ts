import { problem } from "../http/problem.js";
import type { PresentedToken } from "./presented-tokens.js";
import { DEVELOPMENT_COOKIE, type SessionCookie, writeCookie } from "./session-cookie.js";
import type { TokenReading } from "./session-token.js";

/** Why a presented credential is rejected: what the client is told in `code`, and its developer in `detail`. */
const REJECTIONS = {
  expired: ["expired", "The session has ended. Read GET /api/session for a new one."],
  outdated: ["expired", "The site asks everybody to sign in again. Read GET /api/session for a new session."],
  revoked: ["revoked", "The session was ended by a sign-out. Read GET /api/session for a new one."],
  malformed: ["malformed", "The session credential is damaged. Read GET /api/session for a new session."],
  mismatch: [
    "malformed",
    "The Authorization header names another session than the cookie. Send the request again without the header.",
  ],
  unknown: [
    "unknown_key",
    "The session credential is signed with a key this instance does not have. With retry, try again shortly: a " +
      "deployment may be under way. Otherwise check that every instance has the same secrets.",
  ],
} as const;

export type RejectionReason = keyof typeof REJECTIONS;
export type RejectedToken = PresentedToken & {
  readonly reading: Exclude<TokenReading, { status: "valid" }>;
};

/**
 * A cookie under an unknown key may come from an instance that was deployed a moment ago, so it is kept. One that
 * claims to be older than any deployment takes has outlived its key, and so has every one on a developer's machine.
 */
const DEPLOYMENT_MS = 3_600_000;
const RETRY_SECONDS = 5;

/**
 * The 401 for tokens of which none is valid, by the first of them.
 * @param version - Of the tokens that this instance writes.
 */
export function rejectTokens(
  tokens: readonly [RejectedToken, ...RejectedToken[]],
  now: number,
  version: number,
): Response {
  return rejection(tokens[0].reading.status, {
    isPassing: tokens.some((token) => mayBeValidElsewhere(token, now, version)),
    cookies: tokens.flatMap(({ cookie }) => cookie ?? []),
  });
}

/**
 * A cookie that can never be valid again is deleted with the refusal, or the visitor would be refused for days.
 * @param details.cookies - What to delete, unless the rejection is passing.
 */
export function rejection(
  reason: RejectionReason,
  {
    isPassing = false,
    cookies,
  }: { readonly isPassing?: boolean; readonly cookies: readonly SessionCookie[] },
): Response {
  const [code, detail] = REJECTIONS[reason];
  const response = problem(401, code, detail, {
    retry: isPassing,
    ...(isPassing && { retryAfter: RETRY_SECONDS }),
  });
  if (!isPassing) {
    for (const cookie of new Set(cookies)) response.headers.append("set-cookie", writeCookie(cookie, "", 0));
  }
  return response;
}

function mayBeValidElsewhere({ cookie, reading }: RejectedToken, now: number, version: number): boolean {
  if (reading.status !== "unknown" || cookie === DEVELOPMENT_COOKIE) return false;
  return reading.version > version || (reading.issuedAt !== null && now - reading.issuedAt < DEPLOYMENT_MS);
}
