import { problem } from "../http/problem.js";
import { bearerToken } from "../session/presented-tokens.js";
import { cookieValues, SESSION_COOKIES } from "../session/session-cookie.js";
import { networkOf } from "./network.js";
import type { RateLimiter } from "./rate-limiter.js";

/** How many requests a minute are answered. Above it: 429 with `Retry-After`. */
export interface RateLimits {
  /** Writes of one session, such as messages. Default: 60. */
  readonly session?: number;
  /**
   * Writes from one address, whose visitors may be many: a school, an office. Default: 300. Counted where the adapter
   * knows the address.
   */
  readonly address?: number;
  /** Attempts to sign in from one address. Default: 30. */
  readonly signIn?: number;
  /** Reads of one session, but for token health, which has as many again for itself. Default: 120. */
  readonly reads?: number;
  /** The same for one address, where the adapter knows it. Default: 1,200. */
  readonly addressReads?: number;
  /**
   * Where writes and attempts to sign in are counted, such as `storeRateLimiter`. Reads burden the instance that answers
   * them, and are always counted by it. Default: in the memory of each instance.
   */
  readonly limiter?: RateLimiter;
}

/** What the backend knows of a request besides the request itself. */
export interface ClientInfo {
  /** The client's network address, as the adapter has established it. */
  readonly address?: string | undefined;
}

interface Rule {
  readonly bucket: string;
  readonly perMinute: number;
}

/** A path's bucket: refusing one kind of request must not starve another. */
const HEALTH_PATH = "/api/auth/token-health";
const SIGN_IN_PATHS: ReadonlySet<string> = new Set([
  "/api/auth/sign-in",
  "/api/auth/code",
  "/api/auth/code/verify",
]);

/** Where requests are counted. */
export interface RequestLimiters {
  readonly reads: RateLimiter;
  readonly writes: RateLimiter;
}

/** Refuses a request over the limits, before anything of it is looked at. */
export async function limitRequest(
  request: Request,
  { address }: ClientInfo,
  limits: RateLimits,
  { reads, writes }: RequestLimiters,
): Promise<Response | null> {
  const limiter = request.method === "GET" ? reads : writes;
  for (const { bucket, perMinute } of rulesFor(request, address, limits)) {
    const retryAfter = await limiter.take(bucket, perMinute);
    if (retryAfter !== null) {
      return problem(429, "rate_limited", "Too many requests. Wait as long as Retry-After says.", {
        retryAfter,
      });
    }
  }
  return null;
}

function rulesFor(request: Request, address: string | undefined, limits: RateLimits): readonly Rule[] {
  const { pathname } = new URL(request.url);
  const ofSession = (kind: string, perMinute: number): Rule[] =>
    credentialsOf(request).map((credential) => ({ bucket: `${kind} session ${credential}`, perMinute }));
  const ofAddress = (kind: string, perMinute: number): Rule[] =>
    address === undefined ? [] : [{ bucket: `${kind} address ${networkOf(address)}`, perMinute }];

  if (request.method === "GET") {
    const kind = pathname === HEALTH_PATH ? "health" : "read";
    return [...ofSession(kind, limits.reads ?? 120), ...ofAddress(kind, limits.addressReads ?? 1200)];
  }
  if (SIGN_IN_PATHS.has(pathname)) return ofAddress("sign-in", limits.signIn ?? 30);
  return [...ofSession("write", limits.session ?? 60), ...ofAddress("write", limits.address ?? 300)];
}

/** The length of a token's signature, which tells it from every other. */
const SIGNATURE_LENGTH = 43;

/**
 * Every session credential of a request, so that none hides behind another; other cookies change as they like. Not
 * verified yet: who makes up credentials is limited by the address.
 */
function credentialsOf(request: Request): readonly string[] {
  const cookies = SESSION_COOKIES.flatMap(({ name }) => cookieValues(request, name));
  const tokens = [...cookies, bearerToken(request) ?? ""].filter((token) => token !== "");
  return [...new Set(tokens.map((token) => token.slice(-SIGNATURE_LENGTH)))];
}
