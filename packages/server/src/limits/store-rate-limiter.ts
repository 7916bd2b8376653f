import { toBase64Url } from "../session/base64url.js";
import type { SessionStore } from "../stores/session-store.js";
import type { RateLimiter } from "./rate-limiter.js";

const MINUTE_MS = 60_000;

export interface StoreRateLimiterOptions {
  /** What the instances share. */
  readonly store: Pick<SessionStore, "countAttempt">;
  /** Epoch milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
}

/**
 * Counts in a store, so that a limit holds over all instances that share it: as many in each minute of the clock, at the
 * cost of one write each.
 */
export function storeRateLimiter({ store, now = Date.now }: StoreRateLimiterOptions): RateLimiter {
  return {
    async take(bucket, perMinute) {
      const at = now();
      const minute = Math.floor(at / MINUTE_MS);
      const expiresAt = (minute + 1) * MINUTE_MS;
      const count = await store.countAttempt(`limit ${minute} ${await digest(bucket)}`, { at, expiresAt });
      return count <= perMinute ? null : Math.ceil((expiresAt - at) / 1000);
    },
  };
}

/** A bucket's name has a credential or an address in it, which no table is to keep. */
async function digest(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}
