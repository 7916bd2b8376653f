/** How often something may happen: a number at once, and as many in each minute. */
export interface RateLimiter {
  /**
   * Takes one from a bucket.
   * @param perMinute - The bucket's size, and what it regains each minute.
   * @returns Seconds until the next one is there, or null when this one was.
   */
  take(bucket: string, perMinute: number): number | null | Promise<number | null>;
}

const MINUTE_MS = 60_000;
/** Some 20 MB. A flood of addresses forgets the quietest ones, which have the least to lose. */
const MAX_BUCKETS = 100_000;

interface Bucket {
  readonly level: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Token buckets in memory, of this instance only, which regain what they lost little by little: behind a load balancer a
 * visitor may get as many times the limit as there are instances.
 */
export function memoryRateLimiter({ now = Date.now }: { readonly now?: () => number } = {}): {
  take(bucket: string, perMinute: number): number | null;
} {
  /** The one that was asked longest ago is first. */
  const buckets = new Map<string, Bucket>();

  return {
    take(bucket, perMinute) {
      const instant = now();
      const { level, at } = buckets.get(bucket) ?? { level: perMinute, at: instant };
      // A clock that was set back gives nothing, and takes nothing away.
      const regained = (Math.max(0, instant - at) / MINUTE_MS) * perMinute;
      const present = Math.min(perMinute, level + regained);
      const isAllowed = present >= 1;
      buckets.delete(bucket);
      buckets.set(bucket, { level: isAllowed ? present - 1 : present, at: instant });
      const [oldest] = buckets.keys();
      if (buckets.size > MAX_BUCKETS && oldest !== undefined) buckets.delete(oldest);
      return isAllowed ? null : Math.ceil((((1 - present) / perMinute) * MINUTE_MS) / 1000);
    },
  };
}
